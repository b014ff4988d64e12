using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Client;

/// <summary>
/// Calls the tools of a skill through its host, which the first call starts if necessary. It is the same host that the
/// executor uses, so a program and an agent share one server.
/// </summary>
public sealed class HostToolCaller : IToolCaller
{
    private readonly SkillClientOptions _options;

    /// <param name="definition">What the client was generated for.</param>
    /// <param name="options">Where the skill is and how to call it; null for the defaults.</param>
    /// <exception cref="SkillException">There is no skill at that place: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public HostToolCaller(SkillDefinition definition, SkillClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        SkillName = definition.Name;
        _options = options ?? new SkillClientOptions();
        var place = _options.SkillFolder ?? definition.Folder ?? AppContext.BaseDirectory;
        var folder = SkillFolder.Find(Path.GetFullPath(place))
            ?? throw new SkillException(
                ExitCode.WrongEnvironment,
                $"There is no {SkillFolder.ConfigFileName} in '{place}' or above it. Set {nameof(SkillClientOptions)}.{nameof(SkillClientOptions.SkillFolder)} to the skill's folder.");
        Folder = folder with { Stored = SkillStore.Of(Environment.GetEnvironmentVariable).Find(folder, SkillName) };
    }

    internal string SkillName { get; }

    internal SkillFolder Folder { get; }

    /// <summary>Receives what happens during calls.</summary>
    internal ICallObserver Observer { get; init; } = SilentObserver.Instance;

    /// <inheritdoc/>
    public Task<ToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken) => CallAsync(call, Observer, cancellationToken);

    /// <summary>Calls one tool for somebody else than the client's own observer.</summary>
    internal Task<ToolResult> CallAsync(ToolCall call, ICallObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var request = ToolCallRequest.Create(call.ToolName, call.ArgumentsJson, call.IsSafeToRepeat) with
        {
            Timeout = _options.Timeout,
            KeepAlive = _options.KeepAlive,
        };

        // Reads block, as in the executor: each call in flight uses its own thread and connection.
        return Task.Factory.StartNew(
            () => Call(request, observer, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private ToolResult Call(CallRequest request, ICallObserver observer, CancellationToken cancellationToken)
    {
        var outcome = new SkillCaller(Folder, SkillName, observer).Call(request, cancellationToken);
        switch (outcome)
        {
            case CallOutcome.Answered answered:
                // Not disposed: the caller keeps the result as long as it likes.
                return new ToolResult(ResultPrinter.Parse(answered.Result));
            case CallOutcome.Failed { ExitCode: ExitCode.Interrupted } when cancellationToken.IsCancellationRequested:
                throw new OperationCanceledException(cancellationToken);
            case CallOutcome.Failed failed:
                throw new SkillException(failed.ExitCode, failed.Message);
            default:
                throw new InvalidOperationException($"A call cannot end as {outcome}.");
        }
    }

    private sealed class SilentObserver : ICallObserver
    {
        public static SilentObserver Instance { get; } = new();

        public void OnProgress(ReadOnlyMemory<byte> notification)
        {
        }

        public void OnLog(ReadOnlyMemory<byte> notification)
        {
        }

        public void OnNote(string note)
        {
        }

        public bool CanAnswer => false;

        public ReadOnlyMemory<byte> OnQuestion(ReadOnlyMemory<byte> question) =>
            throw new InvalidOperationException("The host asked a question that nobody can answer.");

        public bool OnApproval(IReadOnlyList<string> lines) => false;
    }
}
