using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Auditing;
using McpSkillGen.Host.Background;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Calls;

/// <summary>Why a call was cut short.</summary>
internal enum CancelCause
{
    None,

    /// <summary>The caller asked for it.</summary>
    Caller,

    /// <summary>The caller is gone.</summary>
    Vanished,

    /// <summary>Its time limit had passed.</summary>
    TimedOut,

    /// <summary>The host was told to stop, and its grace period had passed.</summary>
    HostStopping,
}

/// <summary>A call from its arrival to its end.</summary>
/// <param name="client">The caller.</param>
/// <param name="message">What it asks for.</param>
/// <param name="work">Owns what a cancel sets off.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "The cancellation holds no timer and no handle, and a late Cancel must find it alive.")]
internal sealed class ActiveCall(ClientConnection client, CallMessage message, BackgroundWork work)
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Lock _asking = new();
    private Dictionary<int, TaskCompletionSource<ReadOnlyMemory<byte>?>>? _questions;
    private int _cause;
    private int _lastQuestion;

    public ClientConnection Client => client;

    public CallMessage Message => message;

    /// <summary>The client's number for it.</summary>
    public uint Id => Message.Call;

    /// <summary>What the log calls it.</summary>
    public string Name => Message.ToolName ?? Message.Method;

    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>What was decided about it. Set before anything is sent.</summary>
    public CallRuling Ruling { get; set; } = CallRuling.Unruled;

    /// <summary>Who makes it, for the audit; null without one. Reading it takes a moment the first time.</summary>
    public Lazy<Caller>? Caller { get; init; }

    public CancelCause Cause => (CancelCause)Volatile.Read(ref _cause);

    /// <summary>Asks the caller's user something, and waits for the reply.</summary>
    /// <param name="kind">A question of the server, or one of a rule.</param>
    /// <param name="parameters">One JSON object, UTF-8.</param>
    /// <param name="cancellationToken">Withdraws the question.</param>
    /// <returns>MCP's <c>ElicitResult</c>: one JSON object; null if the call ended or was cut short first.</returns>
    public async Task<ReadOnlyMemory<byte>?> AskAsync(FrameKind kind, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        var replied = new TaskCompletionSource<ReadOnlyMemory<byte>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        int id;
        lock (_asking)
        {
            id = ++_lastQuestion;
            (_questions ??= []).Add(id, replied);
        }

        var payload = new ArrayBufferWriter<byte>();
        new QuestionMessage(Id, id, parameters).WriteTo(payload);
        Client.Send(kind, Id, payload.WrittenSpan);
        using var cutShort = Cancelled.UnsafeRegister(static state => ((TaskCompletionSource<ReadOnlyMemory<byte>?>)state!).TrySetResult(null), replied);
        return await replied.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The caller's user has answered. A reply that answers no question is ignored.</summary>
    public void Reply(ReplyMessage reply)
    {
        TaskCompletionSource<ReadOnlyMemory<byte>?>? question = null;
        lock (_asking)
        {
            _questions?.Remove(reply.Question, out question);
        }

        question?.TrySetResult(reply.Result);
    }

    /// <summary>The call has ended: nobody waits for replies any more.</summary>
    public void WithdrawQuestions()
    {
        lock (_asking)
        {
            foreach (var question in _questions?.Values ?? Enumerable.Empty<TaskCompletionSource<ReadOnlyMemory<byte>?>>())
            {
                question.TrySetResult(null);
            }
        }
    }

    /// <summary>Tells the caller, in a log message, that its server has not started yet.</summary>
    /// <param name="subject">The server's command or address.</param>
    /// <param name="elapsed">How long the caller has waited.</param>
    /// <param name="words">What the server said last, for a person who waits; null if it said nothing. An agent would pay for each of them.</param>
    public void TellStillStarting(string subject, TimeSpan elapsed, string? words)
    {
        Tell("notice", $"still starting {subject} … {elapsed.TotalSeconds:0} s{(words is not null && Message.CanAsk ? $": {words}" : "")}");
    }

    /// <summary>Tells the caller something of the host's own, in a log message.</summary>
    public void Tell(string level, string text)
    {
        var message = new JsonObject { ["level"] = level, ["logger"] = "mcp-skill-host", ["data"] = text };
        Client.SendIfKeepingUp(FrameKind.Log, Id, JsonTree.ToBytes(message).Span);
    }

    /// <summary>Cuts the call short. Only the first cause counts.</summary>
    public void Cancel(CancelCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, (int)CancelCause.None) == (int)CancelCause.None)
        {
            // Off this thread: what is registered on the token writes to the server.
            work.Add("cancelling a call", _cancellation.CancelAsync());
        }
    }
}
