using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Rules;

/// <summary>MCP's <c>ToolAnnotations</c> as rules see them: an absent hint has the specification's default.</summary>
internal readonly record struct ToolHints(bool IsReadOnly, bool IsDestructive, bool IsIdempotent, bool IsOpenWorld)
{
    /// <summary>A tool about which the server says nothing: it may destroy, and it may reach anything.</summary>
    public static ToolHints Unannotated { get; } = Of(default);

    /// <param name="tool">As <c>tools/list</c> has it.</param>
    public static ToolHints Of(JsonElement tool)
    {
        var hints = tool.Member("annotations"u8);
        var isReadOnly = Hint(hints, "readOnlyHint"u8) ?? false;
        var destructive = Hint(hints, "destructiveHint"u8);
        return new ToolHints(
            isReadOnly && destructive is not true,
            destructive ?? !isReadOnly,
            Hint(hints, "idempotentHint"u8) ?? false,
            Hint(hints, "openWorldHint"u8) ?? true);
    }

    // Only true and false count. What a server writes in their place is no answer, so the default holds.
    private static bool? Hint(JsonElement hints, ReadOnlySpan<byte> name) => hints.Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}

/// <summary>The tool of a call.</summary>
/// <param name="WireName">As the server spells it.</param>
/// <param name="CommandName">The executor's command; null if the skill has no such tool.</param>
/// <param name="Hints">What it does, according to the server.</param>
internal readonly record struct CalledTool(string WireName, string? CommandName, ToolHints Hints);
