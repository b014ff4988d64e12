namespace McpSkillGen.Runtime;

/// <summary>What an executor's exit code tells its caller. The numbers are a contract with scripts and agents: never reused.</summary>
public enum ExitCode
{
    /// <summary>The tool answered without an error.</summary>
    Success = 0,

    /// <summary>The tool ran and answered with <c>isError</c>, or the server answered the request with a JSON-RPC error.</summary>
    ToolFailed = 1,

    /// <summary>The command line is wrong. Nothing was started and nothing was sent.</summary>
    WrongArguments = 2,

    /// <summary>The config or the environment is wrong: not JSON, a missing variable, a command that does not exist.</summary>
    WrongEnvironment = 3,

    /// <summary>The server could not be started, reached or negotiated with. The tool did not run.</summary>
    Unreachable = 4,

    /// <summary>No answer within the time limit. The server was told to cancel.</summary>
    TimedOut = 5,

    /// <summary>The call was handed over, and its answer was lost: the tool may or may not have run. Never retried for the caller.</summary>
    OutcomeUnknown = 6,

    /// <summary>A rule of the config forbids the call, or a person must agree to it first. Nothing was sent.</summary>
    NotAllowed = 7,

    /// <summary>Interrupted by the caller. The server was told to cancel.</summary>
    Interrupted = 130,
}
