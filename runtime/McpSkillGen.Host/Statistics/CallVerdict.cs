namespace McpSkillGen.Host.Statistics;

/// <summary>How a call ended, as far as it is counted.</summary>
internal enum CallVerdict
{
    Succeeded,

    /// <summary>The server answered that the call failed, or rejected the arguments.</summary>
    ToolError,

    /// <summary>The server could not be started or reached; the tool did not run.</summary>
    Unreachable,

    TimedOut,

    /// <summary>By its caller, or because the caller is gone.</summary>
    Cancelled,

    /// <summary>The server went away during the call, or was stopped.</summary>
    Lost,

    /// <summary>A rule forbids it, or nobody agreed to it; nothing was sent.</summary>
    Refused,

    /// <summary>Not taken, because the host is leaving: another host counts it.</summary>
    NotTaken,
}
