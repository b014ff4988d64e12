namespace McpSkillGen.Runtime.Configuration;

/// <summary>Something wrong with a config, and where.</summary>
/// <param name="IsError">False for a warning: an unknown key.</param>
/// <param name="File">The config's path.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Message">What was found, what was expected.</param>
internal sealed record ConfigProblem(bool IsError, string File, int Line, int Column, string Message)
{
    /// <summary>One line as compilers print it, so that editors and terminals can jump there.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(IsError ? "error" : "warning")}: {Message}";
}

/// <summary>What could be read of a config.</summary>
/// <param name="Config">Null if there is an error.</param>
/// <param name="Problems">In the order of the file.</param>
internal sealed record ConfigReading(SkillConfig? Config, IReadOnlyList<ConfigProblem> Problems)
{
    /// <exception cref="SkillException">
    /// There is an error. The message has every problem on its own line: the warning about a misspelled key explains the error
    /// about a missing one.
    /// </exception>
    public SkillConfig Require() => Config ?? throw new SkillException(ExitCode.WrongEnvironment, string.Join('\n', Problems));
}
