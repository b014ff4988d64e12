using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Faults;

/// <summary>
/// Moments at which tests kill a host, to see that nothing is lost and nothing runs twice. <c>MCP_SKILL_FAULT</c> holds
/// <c>POINT:FILE</c>: the host that reaches the point and finds the file removes it, and ends itself with SIGKILL. Without
/// the variable nothing happens.
/// </summary>
internal static class FaultPoint
{
    /// <summary>The instance is ours, and nobody can connect yet.</summary>
    public const string AfterLock = "after-lock";

    /// <summary>Callers can connect, and READY was not said.</summary>
    public const string AfterBind = "after-bind";

    /// <summary>The server is ready for a call, and its caller was not told so.</summary>
    public const string BeforeAccepted = "before-accepted";

    /// <summary>The caller knows that its call is taken, and the server does not.</summary>
    public const string AfterAccepted = "after-accepted";

    /// <summary>Half of a result is on the wire.</summary>
    public const string MidResult = "mid-result";

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
}
