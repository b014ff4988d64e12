using System.Net.Sockets;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Checking;

/// <summary>Whether hosts can be kept alive: checks the folder for their sockets, and sockets themselves.</summary>
internal static class RuntimeDirectoryChecks
{
    private const long LittleSpace = 10 * 1024 * 1024;

    // What follows the directory in a socket's path: the instance's name, and "s".
    private const int SocketTail = 19;

    private const string WhatIsLost = "every call starts a server of its own";

    public static void Add(CheckList checks)
    {
        var folder = UserDirectory.Runtime.Locate(Environment.GetEnvironmentVariable);
        var elsewhere = $"Set {UserDirectory.Runtime.OverrideVariable} to a short path of a folder of your own.";
        if (UserDirectory.Runtime.WhyUnsafe(folder) is { } reason)
        {
            checks.Add(new Check("runtime", CheckState.Doubtful, $"{WhatIsLost}: {reason}"));
            return;
        }

        if (!OperatingSystem.IsWindows() && folder.Length + SocketTail >= Libc.SocketPathCapacity)
        {
            checks.Add(new Check("runtime", CheckState.Doubtful, $"{WhatIsLost}: '{folder}' is too long for a socket's path", elsewhere));
            return;
        }

        var probe = InstancePaths.For(folder, new SkillFolder($"doctor-{Environment.ProcessId}"));
        try
        {
            UserDirectory.Runtime.Prepare(folder, probe.Folder);
            var free = new DriveInfo(folder).AvailableFreeSpace;
            checks.Add(free < LittleSpace
                ? new Check("runtime", CheckState.Doubtful, $"{folder} has {HumanText.Bytes(free)} left, too little for logs", elsewhere)
                : new Check("runtime", CheckState.Good, $"only you can use {folder}; {HumanText.Bytes(free)} free"));
            AddSockets(checks, probe);
        }
        catch (IOException e)
        {
            checks.Add(new Check("runtime", CheckState.Doubtful, $"{WhatIsLost}: {e.Message}", elsewhere));
        }
        finally
        {
            if (Directory.Exists(probe.Folder))
            {
                Directory.Delete(probe.Folder, recursive: true);
            }
        }
    }

    private static void AddSockets(CheckList checks, InstancePaths probe)
    {
        try
        {
            var place = new UnixDomainSocketEndPoint(probe.Socket);
            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(place);
            listener.Listen();
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(place);
            checks.Add(new Check("sockets", CheckState.Good, "permitted: servers are kept alive between calls"));
        }
        catch (SocketException e)
        {
            checks.Add(new Check("sockets", CheckState.Doubtful, $"{WhatIsLost}: sockets are not permitted here ({e.SocketErrorCode})", "A sandbox forbids them. Allow Unix sockets in its settings."));
        }
        catch (PlatformNotSupportedException)
        {
            checks.Add(new Check("sockets", CheckState.Doubtful, $"{WhatIsLost}: this system has no Unix sockets", "Use Windows 10 (version 1803), Windows Server 2019 or newer."));
        }
    }
}
