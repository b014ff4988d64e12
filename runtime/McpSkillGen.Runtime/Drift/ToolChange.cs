namespace McpSkillGen.Runtime.Drift;

/// <summary>How a tool changed.</summary>
internal enum ToolChangeKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>One difference between two catalogs of a server.</summary>
/// <param name="Tool">The tool's wire name.</param>
/// <param name="Kind">How it changed.</param>
/// <param name="Details">For a changed tool, each difference as <c>filter.tags[]: was string, is integer</c>.</param>
internal sealed record ToolChange(string Tool, ToolChangeKind Kind, IReadOnlyList<SchemaChange> Details)
{
    /// <summary>Whether a call that was valid may be invalid now, or its result may be misread.</summary>
    public bool IsBreaking => Kind is ToolChangeKind.Removed || Details.Any(static detail => detail.IsBreaking);
}

/// <summary>One difference between two schemas.</summary>
/// <param name="Text">Where, and what.</param>
/// <param name="IsBreaking">Whether a value that was valid may be invalid now.</param>
internal sealed record SchemaChange(string Text, bool IsBreaking);
