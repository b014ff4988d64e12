namespace McpSkillGen.Cli.Display;

/// <summary>What a check came to.</summary>
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Good to know; neither good nor bad.</summary>
    Known,

    /// <summary>Works, but not as well as it could.</summary>
    Doubtful,

    /// <summary>Prevents work.</summary>
    Broken,
}

/// <summary>One line of <c>test</c> and <c>doctor</c>.</summary>
/// <param name="Subject">What was looked at: "executor".</param>
/// <param name="State">What came of it.</param>
/// <param name="Finding">A sentence without its full stop.</param>
/// <param name="Remedy">What to do; null where nothing has to be done.</param>
/// <param name="Duration">How long it took, where that says something.</param>
internal sealed record Check(string Subject, CheckState State, string Finding, string? Remedy = null, TimeSpan? Duration = null);
