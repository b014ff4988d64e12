using System.Runtime.InteropServices;

namespace McpSkillGen.Surroundings;

/// <summary>What a process can do to itself before it becomes another program.</summary>
internal static partial class Process
{
    /// <summary>For good: no group is kept, and there is no way back.</summary>
    public static void BecomeUser(uint id)
    {
        if (SetGroups(0, 0) != 0 || SetGroupId(id) != 0 || SetUserId(id) != 0)
        {
            throw new InvalidOperationException($"setuid: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>As a careless harness leaves them: open, and inherited by everything.</summary>
    public static void OpenInheritableDescriptors(int count)
    {
        const int ReadOnly = 0;
        for (var i = 0; i < count; i++)
        {
            if (Open("/dev/null", ReadOnly) < 0)
            {
                throw new InvalidOperationException($"open: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }

    /// <returns>Only when it failed: why.</returns>
    public static string Replace(string[] command)
    {
        _ = Execute(command[0], [.. command, null]);
        return Marshal.GetLastPInvokeErrorMessage();
    }

    [LibraryImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    private static partial int SetGroups(nuint count, nint groups);

    [LibraryImport("libc", EntryPoint = "setgid", SetLastError = true)]
    private static partial int SetGroupId(uint id);

    [LibraryImport("libc", EntryPoint = "setuid", SetLastError = true)]
    private static partial int SetUserId(uint id);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string file, int flags);

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, string?[] arguments);
}
