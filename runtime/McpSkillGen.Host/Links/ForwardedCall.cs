using System.Buffers;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Links.Http;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>Hears what a server says before it answers. Called in the order of the wire; returns at once.</summary>
internal interface ICallListener
{
    /// <param name="notification">The params of a <c>notifications/progress</c> of this call.</param>
    void OnProgress(JsonNode? notification);

    /// <param name="notification">The params of a <c>notifications/message</c>. It names no call: every call in flight hears it.</param>
    void OnLog(JsonNode? notification);

    /// <summary>Whether the caller has a person to ask.</summary>
    bool CanAnswer { get; }

    /// <summary>Asks the caller's person. The only member that takes its time.</summary>
    /// <param name="question">The params of an <c>elicitation/create</c>.</param>
    /// <param name="cancellationToken">Withdraws the question.</param>
    /// <returns>MCP's <c>ElicitResult</c>; null when the call ended before there was one.</returns>
    Task<JsonNode?> AskAsync(JsonNode question, CancellationToken cancellationToken);
}

/// <summary>One request on its way through the SDK, recognised again by the tap on the other side.</summary>
internal sealed class ForwardedCall(ICallListener listener, long progressToken)
{
    /// <summary>Where a request's context carries its call. The SDK hands the context on, also to the rounds that ask for input.</summary>
    public const string ContextKey = "mcpskillgen.call";

    // Waking another thread costs as much as reading about this many bytes.
    private const int InlineLength = 16 * 1024;

    // Its continuations run where the answer is read.
    private readonly TaskCompletionSource<LineAnswer> _answered = new();

    public ICallListener Listener => listener;

    public long ProgressToken => progressToken;

    /// <summary>Whether the SDK knows nothing of it.</summary>
    public bool IsPastSdk { get; init; }

    /// <summary>The request's id, once it goes out: only then is the server told of a cancel.</summary>
    public RequestId? SentAs { get; set; }

    /// <summary>The response over HTTP that is no answer to it.</summary>
    public HttpTrouble? Trouble { get; set; }

    /// <summary>Completes when the server was told that the call is cancelled.</summary>
    public TaskCompletionSource CancelTold { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the server's answer came as a line, past the SDK.</summary>
    public Task<LineAnswer> Answered => _answered.Task;

    /// <summary>Whether the answer came so. What the SDK gets in its place may be there before <see cref="Answered"/> completes.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The answer is there. A short one is handed on by this thread, which reads on afterwards; a long one beside it.</summary>
    public void Answer(LineAnswer answer)
    {
        IsAnswered = true;
        if (answer is LineAnswer.Complete { Line.Length: > InlineLength })
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Call._answered.TrySetResult(state.Answer), (Call: this, Answer: answer), preferLocal: false);
        }
        else
        {
            _answered.TrySetResult(answer);
        }
    }

    /// <summary>The request is on its way, or cannot be sent: then there will be no answer.</summary>
    public void OnSent(bool isWritten)
    {
        if (!isWritten)
        {
            Answer(new LineAnswer.NotSent());
        }
    }

    /// <summary>The server's own error, which the SDK's exception rewords.</summary>
    public JsonRpcErrorDetail? Error { get; set; }
}

/// <summary>An answer as it stood on the wire.</summary>
internal abstract record LineAnswer
{
    private LineAnswer()
    {
    }

    /// <param name="Line">What seems to be an answer with a result; nobody has proved it yet.</param>
    public sealed record Complete(ReadOnlySequence<byte> Line) : LineAnswer;

    /// <summary>It was longer than anybody keeps.</summary>
    public sealed record Overlong : LineAnswer;

    /// <param name="Why">The rest of a sentence that begins with "the answer".</param>
    public sealed record Unusable(string Why) : LineAnswer;

    /// <param name="Detail">The server's own.</param>
    public sealed record Error(JsonRpcErrorDetail Detail) : LineAnswer;

    /// <summary>The server wants to know something first (<c>"resultType":"input_required"</c>), from a call past the SDK.</summary>
    /// <param name="Line">What seems to be an answer with a result.</param>
    public sealed record InputRequired(ReadOnlySequence<byte> Line) : LineAnswer;

    /// <summary>The server ended before it answered.</summary>
    public sealed record None : LineAnswer;

    /// <summary>The server's input is closed.</summary>
    public sealed record NotSent : LineAnswer;
}

/// <summary>How a request ended.</summary>
internal abstract record ServerAnswer
{
    private ServerAnswer()
    {
    }

    /// <param name="Json">The server's own result, valid JSON in UTF-8.</param>
    public sealed record Result(ReadOnlySequence<byte> Json) : ServerAnswer;

    /// <summary>The server answered, and its answer is longer than can be handed on.</summary>
    public sealed record TooLong : ServerAnswer;

    /// <summary>The server answered, and its answer is no answer.</summary>
    /// <param name="Why">The rest of a sentence that begins with "the answer".</param>
    public sealed record Unusable(string Why) : ServerAnswer;

    /// <summary>The server answered with a JSON-RPC error.</summary>
    /// <param name="Code">The error's code.</param>
    /// <param name="Message">The error's message.</param>
    /// <param name="Json">The error object, compact.</param>
    public sealed record Error(int Code, string Message, string Json) : ServerAnswer;

    /// <summary>The server ended, or the way to it broke, after the request was handed over.</summary>
    /// <param name="How">What is known of it, for people: one sentence, then the server's last words.</param>
    public sealed record Lost(string How) : ServerAnswer;

    /// <summary>The request did not get through to the server, or was not taken: it was surely not run.</summary>
    /// <param name="Why">A sentence and a remedy.</param>
    public sealed record NotDelivered(string Why) : ServerAnswer;

    /// <summary>The request was surely not run, and with a fresh session it may be.</summary>
    /// <param name="Otherwise">How it ended if a fresh session fares no better.</param>
    public sealed record SessionLost(ServerAnswer Otherwise) : ServerAnswer;
}
