using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Files;

/// <summary>Files that can be read to their end. A pipe or a device in a stranger's folder would make a reader wait for ever.</summary>
internal static class OrdinaryFile
{
    /// <summary>Whether there is a file, and not a pipe, a socket or a device. Links are followed.</summary>
    public static bool Exists(string path) => File.Exists(path) && IsOrdinary(path);

    /// <summary>Whether what is there is a file or a folder. Links are followed.</summary>
    public static bool IsOrdinary(string path) => OperatingSystem.IsWindows() || FileOwner.TryGet(RealPath.Of(path)) is { IsOrdinary: true };
}
