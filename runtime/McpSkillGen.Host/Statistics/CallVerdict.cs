namespace McpSkillGen.Host.Statistics;

/// <summary>How a call ended, as far as it is counted.</summary>
internal enum CallVerdict
{
    Succeeded,

    /// <summary>The server answered that it failed, or would not take the arguments.</summary>
    ToolError,

    /// <summary>The server could not be started or reached; the tool did not run.</summary>
    Unreachable,

    TimedOut,

    /// <summary>By its caller, or because the caller is gone.</summary>
    Cancelled,

    /// <summary>The server went away during the call, or was taken away.</summary>
    Lost,

    /// <summary>Not taken, because the host leaves: another host counts it.</summary>
    NotTaken,
}
