namespace McpSkillGen.Runtime.Configuration;

/// <summary>Something wrong with a config, where it stands.</summary>
/// <param name="IsError">False for what is only odd: an unknown key.</param>
/// <param name="File">The config's path.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Message">What was found, what was expected.</param>
internal sealed record ConfigProblem(bool IsError, string File, int Line, int Column, string Message)
{
    /// <summary>One line as compilers print it, so that editors and terminals can jump there.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(IsError ? "error" : "warning")}: {Message}";
}

/// <summary>A config as far as it could be read.</summary>
/// <param name="Config">Null when there is an error.</param>
/// <param name="Problems">In the order of the file.</param>
internal sealed record ConfigReading(SkillConfig? Config, IReadOnlyList<ConfigProblem> Problems)
{
    /// <exception cref="SkillException">
    /// There is an error; the message holds every problem, a line each: a warning of a misspelled key explains the error of a
    /// missing one.
    /// </exception>
    public SkillConfig Require() => Config ?? throw new SkillException(ExitCode.WrongEnvironment, string.Join('\n', Problems));
}
