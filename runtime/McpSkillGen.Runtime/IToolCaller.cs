using System.Text.Json;

namespace McpSkillGen.Runtime;

/// <summary>
/// Makes the calls of a <see cref="SkillClient"/>. <see cref="Client.HostToolCaller"/> is the real one; a test can implement
/// it and answer with <see cref="ToolResult.Parse"/>.
/// </summary>
public interface IToolCaller
{
    /// <summary>Calls one tool: MCP's <c>tools/call</c>. May be called concurrently.</summary>
    /// <param name="call">The tool and its arguments.</param>
    /// <param name="cancellationToken">Cancels the call at the server.</param>
    /// <exception cref="SkillException">There is no result; <see cref="SkillException.ExitCode"/> says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was an answer.</exception>
    Task<ToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken);
}

/// <summary>One call of a tool, as <c>tools/call</c> sends it.</summary>
public sealed class ToolCall
{
    internal ToolCall(string toolName, ReadOnlyMemory<byte> argumentsJson, bool isSafeToRepeat) =>
        (ToolName, ArgumentsJson, IsSafeToRepeat) = (toolName, argumentsJson, isSafeToRepeat);

    /// <summary>The tool's name as the server spells it.</summary>
    public string ToolName { get; }

    /// <summary>The arguments: a JSON object.</summary>
    public JsonElement Arguments
    {
        get
        {
            var reader = new Utf8JsonReader(ArgumentsJson.Span);
            return JsonElement.ParseValue(ref reader);
        }
    }

    /// <summary>Whether the call may be sent again when its answer was lost: the server marks the tool as read-only or idempotent.</summary>
    public bool IsSafeToRepeat { get; }

    internal ReadOnlyMemory<byte> ArgumentsJson { get; }
}
