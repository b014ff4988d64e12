namespace McpSkillGen.Runtime;

/// <summary>A call that has no result: why, in words for a person, and the exit code an executor ends with.</summary>
public sealed class SkillException : Exception
{
    /// <param name="exitCode">What kind of failure it is.</param>
    /// <param name="message">A sentence and a remedy.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public SkillException(ExitCode exitCode, string message, Exception? innerException = null)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>What kind of failure it is.</summary>
    public ExitCode ExitCode { get; }
}
