using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>Turns a child of some shell into a process that nobody waits for.</summary>
internal static class Detachment
{
    /// <summary>Leaves the caller's session: closing its terminal, or Ctrl-C in it, must not end this host.</summary>
    public static void LeaveSession()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Fails for a process that already leads a group, such as one that was started by hand.
            _ = Libc.SetSession();
        }
    }

    /// <summary>Leaves the caller's folder: otherwise it could not be unmounted or removed while the host runs.</summary>
    public static void LeaveFolder(SkillFolder folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            // If the folder does not exist, that is reported when its config is read.
            _ = Libc.ChangeFolder(folder.Root);
        }
    }

    /// <summary>
    /// Redirects the standard streams away from the caller's pipes, so that the caller sees their end. What the runtime writes
    /// when it crashes goes to the log.
    /// </summary>
    public static void LeaveStreams(string logFile)
    {
        if (!OperatingSystem.IsWindows())
        {
            CallersStreams.LetGo(logFile);
        }
    }
}
