#if DEBUG
using McpSkillGen.Runtime.Native;
#endif

namespace McpSkillGen.Host.Faults;

/// <summary>
/// Moments at which tests kill a host, to see that nothing is lost and nothing runs twice. <c>MCP_SKILL_FAULT</c> contains
/// <c>POINT:FILE</c>: a host that reaches the point and finds the file removes it, and ends itself with SIGKILL. Without the
/// variable nothing happens, and a release build does not have them at all.
/// </summary>
internal static class FaultPoint
{
    /// <summary>The host has the lock, and nobody can connect yet.</summary>
    public const string AfterLock = "after-lock";

    /// <summary>Callers can connect, and READY was not sent yet.</summary>
    public const string AfterBind = "after-bind";

    /// <summary>The server is ready for a call, and the caller has not got Accepted yet.</summary>
    public const string BeforeAccepted = "before-accepted";

    /// <summary>The caller has got Accepted, and the server has not got the request yet.</summary>
    public const string AfterAccepted = "after-accepted";

    /// <summary>Half of a result is on the wire.</summary>
    public const string MidResult = "mid-result";

    /// <summary>Not a moment: what the host started is not killed with it. Wine's server crashes when it closes a job that kills.</summary>
    public const string LeakingJob = "leaking-job";

#if DEBUG
    private const string Variable = "MCP_SKILL_FAULT";

    private static readonly string[] Chosen = Environment.GetEnvironmentVariable(Variable)?.Split(':', 2) ?? [];

    public static bool IsChosen(string point) => Chosen is [var chosen, _] && chosen == point;

    public static void Reach(string point)
    {
        const int SignalKill = 9;
        if (!OperatingSystem.IsWindows() && IsChosen(point) && File.Exists(Chosen[1]))
        {
            File.Delete(Chosen[1]);
            _ = Libc.Kill(Environment.ProcessId, SignalKill);
        }
    }
#else
    public static bool IsChosen(string point) => false;

    public static void Reach(string point)
    {
    }
#endif
}
