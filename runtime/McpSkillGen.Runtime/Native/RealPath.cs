using System.Runtime.InteropServices;

namespace McpSkillGen.Runtime.Native;

/// <summary>The real path of a folder that can be reached through links: instances are distinguished by path.</summary>
internal static partial class RealPath
{
    /// <param name="folder">Absolute; must exist.</param>
    /// <returns>Without links, and without a separator at its end.</returns>
    public static string Of(string folder) => Path.TrimEndingDirectorySeparator(
        OperatingSystem.IsWindows() ? folder : Resolve(folder) ?? folder);

    // .NET's ResolveLinkTarget only looks at the last part of a path.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_RealPath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial string? Resolve(string path);
}
