using System.Buffers;
using System.Text.Json;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime;

/// <summary>
/// A skill's server as a typed client: the base of the generated class. It uses the same host as the executor, so that a
/// program and an agent share one server. Safe for concurrent calls.
/// </summary>
public abstract class SkillClient : IAsyncDisposable
{
    private readonly SkillDefinition _definition;
    private readonly SkillClientOptions _options;
    private readonly SkillFolder _folder;

    /// <param name="definition">What the client was generated for.</param>
    /// <param name="options">Where the skill is and how to call it; null for the usual.</param>
    /// <exception cref="SkillException">There is no skill at the place: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    protected SkillClient(SkillDefinition definition, SkillClientOptions? options)
    {
        _definition = definition;
        _options = options ?? new SkillClientOptions();
        var place = _options.SkillFolder ?? definition.Folder ?? AppContext.BaseDirectory;
        _folder = SkillFolder.Find(Path.GetFullPath(place))
            ?? throw new SkillException(
                ExitCode.WrongEnvironment,
                $"No {SkillFolder.ConfigFileName} in '{place}' or above it. Name the skill's folder in {nameof(SkillClientOptions)}.{nameof(SkillClientOptions.SkillFolder)}.");
    }

    /// <summary>Calls one tool. Starts the host and the server where they do not run.</summary>
    /// <param name="wireName">The tool's name as the server spells it.</param>
    /// <param name="arguments">Null for none.</param>
    /// <param name="safeToRepeat">Whether the server calls the tool read-only or idempotent.</param>
    /// <param name="cancellationToken">Cancels the call at the server.</param>
    /// <exception cref="SkillException">There is no result; <see cref="SkillException.ExitCode"/> says why. A tool's own error is a result.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was an answer.</exception>
    protected Task<ToolResult> CallToolAsync(
        string wireName, IToolArguments? arguments, bool safeToRepeat, CancellationToken cancellationToken) =>
        StartCall(wireName, arguments, safeToRepeat, static json => new ToolResult(json), cancellationToken);

    /// <summary>Calls one tool that has an <c>outputSchema</c>. Starts the host and the server where they do not run.</summary>
    /// <param name="wireName">The tool's name as the server spells it.</param>
    /// <param name="arguments">Null for none.</param>
    /// <param name="safeToRepeat">Whether the server calls the tool read-only or idempotent.</param>
    /// <param name="read">Reads the structured result, when its value is asked for.</param>
    /// <param name="cancellationToken">Cancels the call at the server.</param>
    /// <exception cref="SkillException">There is no result; <see cref="SkillException.ExitCode"/> says why. A tool's own error is a result.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was an answer.</exception>
    protected Task<ToolResult<T>> CallToolAsync<T>(
        string wireName, IToolArguments? arguments, bool safeToRepeat, Func<ResultValue, T> read, CancellationToken cancellationToken)
        where T : notnull =>
        StartCall(wireName, arguments, safeToRepeat, json => new ToolResult<T>(json, read), cancellationToken);

    private Task<TResult> StartCall<TResult>(
        string wireName, IToolArguments? arguments, bool safeToRepeat, Func<JsonElement, TResult> toResult, CancellationToken cancellationToken)
    {
        var request = ToolCallRequest.Create(wireName, Serialize(arguments), safeToRepeat) with
        {
            Timeout = _options.Timeout,
            KeepAlive = _options.KeepAlive,
        };

        // The wire is read blocking, as the executor reads it: each call in flight takes a thread and a connection of its own.
        return Task.Factory.StartNew(
            () => toResult(Call(request, cancellationToken)), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Lets go of the client. The host and the server live on, for the next caller.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private JsonElement Call(CallRequest request, CancellationToken cancellationToken)
    {
        var outcome = new SkillCaller(_folder, _definition.Name, SilentObserver.Instance).Call(request, cancellationToken);
        switch (outcome)
        {
            case CallOutcome.Answered answered:
                var reader = new Utf8JsonReader(answered.Result.Span);
                return JsonElement.ParseValue(ref reader);
            case CallOutcome.Failed { ExitCode: ExitCode.Interrupted } when cancellationToken.IsCancellationRequested:
                throw new OperationCanceledException(cancellationToken);
            case CallOutcome.Failed failed:
                throw new SkillException(failed.ExitCode, failed.Message);
            default:
                throw new InvalidOperationException($"A call cannot end as {outcome}.");
        }
    }

    private static ReadOnlySpan<byte> Serialize(IToolArguments? arguments)
    {
        if (arguments is null)
        {
            return "{}"u8;
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance }))
        {
            arguments.WriteTo(writer);
        }

        return json.WrittenSpan;
    }

    private sealed class SilentObserver : ICallObserver
    {
        public static SilentObserver Instance { get; } = new();

        public void OnProgress(ReadOnlySpan<byte> notification)
        {
        }

        public void OnLog(ReadOnlySpan<byte> notification)
        {
        }

        public void OnNote(string note)
        {
        }

        public bool CanAnswer => false;

        public ReadOnlyMemory<byte> OnQuestion(ReadOnlyMemory<byte> question) =>
            throw new InvalidOperationException("A host asked a caller that has nobody to ask.");
    }
}
