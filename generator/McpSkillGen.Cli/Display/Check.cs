namespace McpSkillGen.Cli.Display;

/// <summary>The result of a check.</summary>
internal enum CheckState
{
    /// <summary>All is well.</summary>
    Good,

    /// <summary>For information only.</summary>
    Known,

    /// <summary>Works, but not as well as it could.</summary>
    Doubtful,

    /// <summary>Prevents work.</summary>
    Broken,
}

/// <summary>One line of <c>test</c> and <c>doctor</c>.</summary>
/// <param name="Subject">What was checked: "executor".</param>
/// <param name="State">The result.</param>
/// <param name="Finding">A sentence without its full stop.</param>
/// <param name="Remedy">What to do; null if nothing needs doing.</param>
/// <param name="Duration">How long it took, if that matters.</param>
internal sealed record Check(string Subject, CheckState State, string Finding, string? Remedy = null, TimeSpan? Duration = null);
