using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Client;

/// <summary>How a call ended.</summary>
internal abstract record CallOutcome
{
    /// <summary>The server answered.</summary>
    /// <param name="Result">The server's own <c>result</c>, UTF-8 JSON.</param>
    public sealed record Answered(ReadOnlyMemory<byte> Result) : CallOutcome;

    /// <summary>There is no answer.</summary>
    /// <param name="ExitCode">What kind of failure it is.</param>
    /// <param name="Message">A sentence and a remedy.</param>
    /// <param name="ErrorJson">The server's own JSON-RPC <c>error</c> object, if it answered with one.</param>
    public sealed record Failed(ExitCode ExitCode, string Message, string? ErrorJson = null) : CallOutcome
    {
        /// <summary>As the host reports it.</summary>
        public static Failed Of(FailureMessage failure) => new(failure.ExitCode, failure.Message, failure.ErrorJson);

        /// <summary>The host sent something that is not a message.</summary>
        /// <param name="refusal">What is wrong with it.</param>
        /// <param name="isAccepted">Whether the call may have run.</param>
        public static Failed NotUnderstood(string refusal, bool isAccepted) => new(
            isAccepted ? ExitCode.OutcomeUnknown : ExitCode.Unreachable,
            $"The host sent a message that cannot be understood: {refusal}{(isAccepted ? " The tool may or may not have run. Check before you call again." : "")}");
    }

    /// <summary>Not accepted, so it did not run and may be sent again.</summary>
    /// <param name="Why">What the host said, if anything.</param>
    public sealed record NotAccepted(Refusal Why) : CallOutcome;

    /// <summary>Accepted, then the host was gone: the tool may have run.</summary>
    public sealed record Lost : CallOutcome;
}

/// <summary>Why a host did not accept a call.</summary>
internal enum Refusal
{
    /// <summary>It has a different configuration than the caller, and stops.</summary>
    Stale,

    /// <summary>It is stopping.</summary>
    Retiring,

    /// <summary>It ended before it said anything about the call.</summary>
    Gone,
}

/// <summary>Receives what happens during a call.</summary>
internal interface ICallObserver
{
    /// <summary>The params of a <c>notifications/progress</c>, as the server sent them.</summary>
    void OnProgress(ReadOnlyMemory<byte> notification);

    /// <summary>The params of a <c>notifications/message</c>, as the server sent them.</summary>
    void OnLog(ReadOnlyMemory<byte> notification);

    /// <summary>Something the caller may want to know: sockets are forbidden, a host was replaced.</summary>
    void OnNote(string note);

    /// <summary>Whether there is a person to ask.</summary>
    bool CanAnswer { get; }

    /// <summary>Asks the person what the server wants to know, and waits for the answer.</summary>
    /// <param name="question">The params of an <c>elicitation/create</c>: one JSON object, UTF-8.</param>
    /// <returns>MCP's <c>ElicitResult</c>: one JSON object, UTF-8.</returns>
    ReadOnlyMemory<byte> OnQuestion(ReadOnlyMemory<byte> question);

    /// <summary>Asks the person whether the call may be made, and waits for the answer.</summary>
    /// <param name="lines">What the person must see.</param>
    /// <returns>Whether the person agrees.</returns>
    bool OnApproval(IReadOnlyList<string> lines);
}
