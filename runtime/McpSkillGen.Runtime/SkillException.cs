namespace McpSkillGen.Runtime;

/// <summary>A call has no result. The message says why and what to do; an executor exits with <see cref="ExitCode"/>.</summary>
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
