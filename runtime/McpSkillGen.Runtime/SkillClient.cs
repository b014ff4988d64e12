using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime;

/// <summary>
/// The base of a generated client: a method for each tool of one MCP server. Safe for concurrent calls. A test creates the
/// generated class over an <see cref="IToolCaller"/> of its own.
/// </summary>
public abstract class SkillClient : IAsyncDisposable
{
    private static readonly byte[] NoArguments = "{}"u8.ToArray();


    /// <param name="caller">Makes the calls.</param>
    protected SkillClient(IToolCaller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        Caller = caller;
    }

    /// <summary>Makes the calls.</summary>
    internal IToolCaller Caller { get; }

    /// <summary>Calls one tool.</summary>
    /// <param name="wireName">The tool's name as the server spells it.</param>
    /// <param name="arguments">Null for none.</param>
    /// <param name="safeToRepeat">Whether the server marks the tool as read-only or idempotent.</param>
    /// <param name="cancellationToken">Cancels the call at the server.</param>
    /// <exception cref="SkillException">
    /// There is no result; <see cref="SkillException.ExitCode"/> says why. An error that the tool itself reports is a result.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was an answer.</exception>
    protected Task<ToolResult> CallToolAsync(
        string wireName, IToolArguments? arguments, bool safeToRepeat, CancellationToken cancellationToken) =>
        Caller.CallAsync(new ToolCall(wireName, arguments is null ? NoArguments : PlainJson.Write(arguments.WriteTo), safeToRepeat), cancellationToken);

    /// <summary>Calls one tool that has an <c>outputSchema</c>.</summary>
    /// <param name="wireName">The tool's name as the server spells it.</param>
    /// <param name="arguments">Null for none.</param>
    /// <param name="safeToRepeat">Whether the server marks the tool as read-only or idempotent.</param>
    /// <param name="read">Reads the structured result when <see cref="ToolResult{T}.Value"/> is first used.</param>
    /// <param name="cancellationToken">Cancels the call at the server.</param>
    /// <exception cref="SkillException">
    /// There is no result; <see cref="SkillException.ExitCode"/> says why. An error that the tool itself reports is a result.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was an answer.</exception>
    protected async Task<ToolResult<T>> CallToolAsync<T>(
        string wireName, IToolArguments? arguments, bool safeToRepeat, Func<ResultValue, T> read, CancellationToken cancellationToken)
    {
        var result = await CallToolAsync(wireName, arguments, safeToRepeat, cancellationToken).ConfigureAwait(false);
        return new ToolResult<T>(result, read);
    }

    /// <summary>Releases the client. The host and the server keep running for the next caller.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
