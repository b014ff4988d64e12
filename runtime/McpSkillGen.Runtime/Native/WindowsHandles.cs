using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>
/// This process's standard handles on Windows. Whoever captures our output gives us pipes that our children inherit too, even those
/// with pipes of their own. If a host kept one open for an hour, the reader would wait for an end of file that does not come.
/// </summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsHandles
{
    private const int StandardInput = -10;
    private const int StandardError = -12;
    private const uint Inherit = 1;

    /// <summary>For children that get three pipes of their own.</summary>
    public static void KeepStandardOnesFromChildren()
    {
        for (var which = StandardInput; which >= StandardError; which--)
        {
            // It fails for a handle that is closed or absent, which no child gets either.
            _ = SetHandleInformation(GetStdHandle(which), Inherit, 0);
        }
    }

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetHandleInformation(nint handle, uint mask, uint flags);
}
