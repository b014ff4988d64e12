namespace McpSkillGen.Runtime.Drift;

/// <summary>What became of a tool.</summary>
internal enum ToolChangeKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>One difference between two catalogs of a server.</summary>
/// <param name="Tool">The tool's wire name.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Details">For a changed tool, each difference as <c>filter.tags[]: was string, is integer</c>.</param>
internal sealed record ToolChange(string Tool, ToolChangeKind Kind, IReadOnlyList<SchemaChange> Details)
{
    /// <summary>Whether a call that was right before may be wrong now, or its result be read wrongly.</summary>
    public bool IsBreaking => Kind is ToolChangeKind.Removed || Details.Any(static detail => detail.IsBreaking);
}

/// <summary>One difference between two schemas.</summary>
/// <param name="Text">Where, and what.</param>
/// <param name="IsBreaking">Whether what fitted before may not fit now.</param>
internal sealed record SchemaChange(string Text, bool IsBreaking);
