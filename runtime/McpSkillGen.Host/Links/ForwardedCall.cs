using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>One request on its way to a server. The <see cref="CallTap"/> recognises its answer.</summary>
internal class ForwardedCall
{
    /// <summary>The key of a request's context that holds its call. The SDK passes the context on, also to the rounds that ask for input.</summary>
    public const string ContextKey = "mcpskillgen.call";

    // Waking another thread costs as much as reading about this many bytes.
    private const int InlineLength = 16 * 1024;

    private static long s_lastProgressToken;

    // Continuations run on the thread that reads the answer.
    private readonly TaskCompletionSource<LineAnswer> _answered = new();

    /// <param name="method">The MCP method.</param>
    /// <param name="listener">Receives progress and logs; null if the request is the host's own.</param>
    public ForwardedCall(string method, ICallListener? listener)
    {
        (Method, Listener) = (method, listener ?? DeafListener.Instance);
        WantsNews = listener is not null && method == RequestMethods.ToolsCall;
    }

    public string Method { get; }

    public ICallListener Listener { get; }

    /// <summary>Unique among all callers; the callers number their own calls.</summary>
    public long ProgressToken { get; } = Interlocked.Increment(ref s_lastProgressToken);

    /// <summary>Whether the server is asked for progress and logs.</summary>
    public bool WantsNews { get; }

    /// <summary>Whether the request is sent without the SDK.</summary>
    public bool IsPastSdk { get; init; }

    /// <summary>The request's id, as soon as it is sent. Before that, the server need not be told of a cancel.</summary>
    public RequestId? SentAs { get; set; }

    /// <summary>Completes when the server was told that the call is cancelled.</summary>
    public TaskCompletionSource CancelTold { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the server's answer came past the SDK.</summary>
    public Task<LineAnswer> Answered => _answered.Task;

    /// <summary>Whether the answer came past the SDK. The SDK's stand-in may be there before <see cref="Answered"/> completes.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Hands the answer over. A short one is processed on this thread, which then reads on; a long one on another thread.</summary>
    public void Answer(LineAnswer answer)
    {
        IsAnswered = true;
        if (answer is LineAnswer.Complete { Line.Length: > InlineLength })
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static state => state.Call._answered.TrySetResult(state.Answer),
                (Call: this, Answer: answer),
                preferLocal: false);
        }
        else
        {
            _answered.TrySetResult(answer);
        }
    }

    /// <summary>The request is written, or cannot be: then there will be no answer.</summary>
    public void OnSent(bool isWritten)
    {
        if (!isWritten)
        {
            Answer(new LineAnswer.None());
        }
    }
}
