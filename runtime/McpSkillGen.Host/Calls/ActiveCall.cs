using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
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

    /// <summary>Its time was over.</summary>
    TimedOut,

    /// <summary>The host was told to stop, and its grace was over.</summary>
    HostStopping,
}

/// <summary>A call from its arrival to its end.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The cancellation holds no timer and no handle, and a late Cancel must find it alive.")]
internal sealed class ActiveCall
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Lock _asking = new();
    private Dictionary<int, TaskCompletionSource<JsonNode?>>? _questions;
    private int _cause;
    private int _lastQuestion;

    /// <exception cref="WireException">The payload is not a call.</exception>
    public ActiveCall(ClientConnection client, uint id, byte[] payload)
    {
        (Client, Id, Message) = (client, id, CallMessage.Parse(payload));
        if (!Utf8.IsValid(Message.Params.Span))
        {
            // System.Text.Json looks at the bytes of a string only when it is read.
            throw new WireException("A Call is not UTF-8.");
        }

        ToolName = Message.Method == "tools/call" ? NameIn(Message.Params.Span) : null;
    }

    public ClientConnection Client { get; }

    /// <summary>The client's number for it.</summary>
    public uint Id { get; }

    public CallMessage Message { get; }

    /// <summary>Null when the call is not for a tool.</summary>
    public string? ToolName { get; }

    /// <summary>What the log calls it.</summary>
    public string Name => ToolName ?? Message.Method;

    public CancellationToken Cancelled => _cancellation.Token;

    public CancelCause Cause => (CancelCause)Volatile.Read(ref _cause);

    /// <summary>Asks the caller's person something, and waits for the reply.</summary>
    /// <param name="parameters">The params of an <c>elicitation/create</c>.</param>
    /// <param name="cancellationToken">Withdraws the question.</param>
    /// <returns>MCP's <c>ElicitResult</c>; null when the call ended, or was cut short, before there was one.</returns>
    public async Task<JsonNode?> AskAsync(JsonNode parameters, CancellationToken cancellationToken)
    {
        var replied = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        int id;
        lock (_asking)
        {
            id = ++_lastQuestion;
            (_questions ??= []).Add(id, replied);
        }

        var payload = new ArrayBufferWriter<byte>();
        new QuestionMessage(id, ServerJson.ToBytes(parameters, ServerJson.Compact)).WriteTo(payload);
        Client.Send(FrameKind.Question, Id, payload.WrittenSpan);
        using var cutShort = Cancelled.UnsafeRegister(static state => ((TaskCompletionSource<JsonNode?>)state!).TrySetResult(null), replied);
        return await replied.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The caller's person has answered. A reply to nothing that was asked is nobody's.</summary>
    /// <exception cref="WireException">The payload is not a reply.</exception>
    public void Reply(byte[] payload)
    {
        var reply = ReplyMessage.Parse(payload);
        TaskCompletionSource<JsonNode?>? question = null;
        lock (_asking)
        {
            _questions?.Remove(reply.Id, out question);
        }

        question?.TrySetResult(JsonNode.Parse(reply.Result.Span));
    }

    /// <summary>The call has its end: nobody waits for replies any more.</summary>
    public void WithdrawQuestions()
    {
        lock (_asking)
        {
            foreach (var question in _questions?.Values ?? Enumerable.Empty<TaskCompletionSource<JsonNode?>>())
            {
                question.TrySetResult(null);
            }
        }
    }

    /// <summary>Tells the caller that its server has not started yet, as a log message of the host's own.</summary>
    /// <param name="subject">The server's command or address.</param>
    /// <param name="elapsed">How long the caller has waited.</param>
    public void TellStillStarting(string subject, TimeSpan elapsed)
    {
        var message = new JsonObject { ["level"] = "notice", ["logger"] = "mcp-skill-host", ["data"] = $"still starting {subject} … {elapsed.TotalSeconds:0} s" };
        Client.SendIfKeepingUp(FrameKind.Log, Id, ServerJson.ToBytes(message, ServerJson.Compact).Span);
    }

    /// <summary>Cuts the call short; the first cause counts.</summary>
    public void Cancel(CancelCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, (int)CancelCause.None) == (int)CancelCause.None)
        {
            // Off this thread: what is registered on the token writes to the server.
            _ = _cancellation.CancelAsync();
        }
    }

    private static string? NameIn(ReadOnlySpan<byte> parameters)
    {
        var reader = new Utf8JsonReader(parameters);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isName && reader.TokenType is JsonTokenType.String)
            {
                return TextOf(ref reader);
            }

            reader.Skip();
        }

        return null;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new WireException("The tool's name in a Call is half of a surrogate pair.");
        }
    }
}
