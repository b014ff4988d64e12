using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Client;

/// <summary>How a call ended, as told by the host or by its absence.</summary>
internal abstract record CallOutcome
{
    /// <summary>The server answered.</summary>
    /// <param name="Result">The server's own <c>result</c>, UTF-8 JSON.</param>
    public sealed record Answered(ReadOnlyMemory<byte> Result) : CallOutcome;

    /// <summary>There is no answer.</summary>
    /// <param name="ExitCode">What kind of failure it is.</param>
    /// <param name="Message">A sentence and a remedy.</param>
    public sealed record Failed(ExitCode ExitCode, string Message) : CallOutcome
    {
        /// <summary>As the host tells it.</summary>
        /// <param name="failure">The payload of a Failure.</param>
        public static Failed Parse(ReadOnlyMemory<byte> failure)
        {
            try
            {
                var told = FailureMessage.Parse(failure);
                return new Failed(told.ExitCode, told.Message);
            }
            catch (WireException e)
            {
                return new Failed(ExitCode.OutcomeUnknown, $"The call failed, and why cannot be read: {e.Message}");
            }
        }
    }

    /// <summary>Not accepted, and so not run: may be sent again.</summary>
    /// <param name="Why">What the host said, or that it said nothing.</param>
    public sealed record NotAccepted(Refusal Why) : CallOutcome;

    /// <summary>Accepted, and then the host was gone: may have run.</summary>
    public sealed record Lost : CallOutcome;
}

/// <summary>Why a host did not accept a call.</summary>
internal enum Refusal
{
    /// <summary>It runs another launch than the caller means, and now leaves.</summary>
    Stale,

    /// <summary>It is leaving.</summary>
    Retiring,

    /// <summary>It was gone before it said anything about the call.</summary>
    Gone,
}

/// <summary>Hears what happens during a call.</summary>
internal interface ICallObserver
{
    /// <summary>The params of a <c>notifications/progress</c>, as the server sent them.</summary>
    void OnProgress(ReadOnlySpan<byte> notification);

    /// <summary>The params of a <c>notifications/message</c>, as the server sent them.</summary>
    void OnLog(ReadOnlySpan<byte> notification);

    /// <summary>Something the caller may want to know: sockets are forbidden, a host was replaced.</summary>
    void OnNote(string note);
}
