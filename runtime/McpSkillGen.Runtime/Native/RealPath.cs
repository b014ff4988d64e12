using System.Runtime.InteropServices;

namespace McpSkillGen.Runtime.Native;

/// <summary>The one name of a folder that has several, through links: instances are told apart by path.</summary>
internal static partial class RealPath
{
    /// <param name="folder">Absolute, and there.</param>
    /// <returns>Without links, and without a separator at its end.</returns>
    public static string Of(string folder) => Path.TrimEndingDirectorySeparator(
        OperatingSystem.IsWindows() ? folder : Resolve(folder) ?? folder);

    // .NET's own ResolveLinkTarget looks at a path's last part only.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_RealPath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial string? Resolve(string path);
}
