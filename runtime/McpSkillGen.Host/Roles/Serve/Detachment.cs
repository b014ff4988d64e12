using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>What makes a child of some shell a process that nobody waits for.</summary>
internal static class Detachment
{
    /// <summary>Leaves the caller's session: closing its terminal, or Ctrl-C in it, is not meant for us.</summary>
    public static void LeaveSession()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Fails for a process that leads a group already, as one does that was started by hand.
            _ = Libc.SetSession();
        }
    }

    /// <summary>Leaves the caller's folder: a host that stays would keep it from being unmounted or removed.</summary>
    public static void LeaveFolder(SkillFolder folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            // A folder that is not there is told when its config is read.
            _ = Libc.ChangeFolder(folder.Root);
        }
    }

    /// <summary>
    /// Points the standard streams away from the caller's pipes, so that whoever reads them sees their end. What the
    /// runtime itself may have to say when it dies goes to the log.
    /// </summary>
    public static void LeaveStreams(string logFile)
    {
        if (!OperatingSystem.IsWindows())
        {
            CallersStreams.LetGo(logFile);
        }
    }
}
