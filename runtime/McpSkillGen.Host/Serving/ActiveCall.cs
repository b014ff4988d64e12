using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Mcp;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Serving;

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
    private int _cause;

    /// <exception cref="WireException">The payload is not a call.</exception>
    public ActiveCall(ClientConnection client, uint id, byte[] payload)
    {
        (Client, Id, Message) = (client, id, CallMessage.Parse(payload));
        try
        {
            Parameters = ReadParametersAnew();
            ToolName = Message.Method == "tools/call" && Parameters["name"] is JsonValue name && name.TryGetValue(out string? text) ? text : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // ArgumentException: an object with the same key twice.
            throw new WireException($"A Call's 'params' cannot be read: {e.Message}");
        }
    }

    public ClientConnection Client { get; }

    /// <summary>The client's number for it.</summary>
    public uint Id { get; }

    public CallMessage Message { get; }

    public JsonObject Parameters { get; }

    /// <summary>Null when the call is not for a tool.</summary>
    public string? ToolName { get; }

    /// <summary>What the log calls it.</summary>
    public string Name => ToolName ?? Message.Method;

    public CancellationToken Cancelled => _cancellation.Token;

    public CancelCause Cause => (CancelCause)Volatile.Read(ref _cause);

    /// <summary>The parameters as the caller sent them: the SDK adds its own to what it is given.</summary>
    public JsonObject ReadParametersAnew() =>
        JsonNode.Parse(Message.Params.Span) as JsonObject ?? throw new WireException("A Call's 'params' must be an object.");

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
}
