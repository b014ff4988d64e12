using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Mcp;

/// <summary>Hears what a server says before it answers. Called in the order of the wire; returns at once.</summary>
internal interface ICallListener
{
    /// <param name="notification">The params of a <c>notifications/progress</c> of this call.</param>
    void OnProgress(JsonNode? notification);

    /// <param name="notification">The params of a <c>notifications/message</c>. It names no call: every call in flight hears it.</param>
    void OnLog(JsonNode? notification);
}

/// <summary>One request on its way through the SDK, recognised again by the tap on the other side.</summary>
internal sealed class ForwardedCall(ICallListener listener, long progressToken)
{
    /// <summary>Where a request's context carries its call. The SDK hands the context on, also to the rounds that ask for input.</summary>
    public const string ContextKey = "mcpskillgen.call";

    public ICallListener Listener => listener;

    public long ProgressToken => progressToken;

    /// <summary>Whether the request went out: only then is the server told of a cancel.</summary>
    public bool WasSent { get; set; }

    /// <summary>Completes when the server was told that the call is cancelled.</summary>
    public TaskCompletionSource CancelTold { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The server's own error, which the SDK's exception rewords.</summary>
    public JsonRpcErrorDetail? Error { get; set; }
}

/// <summary>How a request ended.</summary>
internal abstract record ServerAnswer
{
    private ServerAnswer()
    {
    }

    /// <param name="Value">The server's own result.</param>
    public sealed record Result(JsonNode? Value) : ServerAnswer;

    /// <summary>The server answered with a JSON-RPC error.</summary>
    /// <param name="Code">The error's code.</param>
    /// <param name="Message">The error's message.</param>
    /// <param name="Json">The error object, compact.</param>
    public sealed record Error(int Code, string Message, string Json) : ServerAnswer;

    /// <summary>The server ended, or the way to it broke, after the request was handed over.</summary>
    /// <param name="How">What is known of it, for people: one sentence, then the server's last words.</param>
    public sealed record Lost(string How) : ServerAnswer;

    /// <summary>The request did not get through to the server.</summary>
    /// <param name="Why">One sentence.</param>
    public sealed record NotDelivered(string Why) : ServerAnswer;
}
