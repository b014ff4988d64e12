using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>
/// The numbers 0, 1 and 2. A caller that closed one of them leaves it to whatever is opened next: what we print as an
/// error would then go into the host's socket, and a child's pipe would overwrite another.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class StandardDescriptors
{
    /// <summary>Standard error's, the highest.</summary>
    public const int Last = 2;

    /// <summary>Opens the closed ones in the direction that nobody uses, so that using them still fails.</summary>
    public static void OccupyClosed()
    {
        const int ReadOnly = 0;
        const int WriteOnly = 1;
        for (var descriptor = 0; descriptor <= Last; descriptor++)
        {
            if (Libc.GetDescriptorFlags(descriptor) < 0)
            {
                // The lowest free number is what open gives, and all below are taken.
                _ = Libc.Open("/dev/null", descriptor == 0 ? WriteOnly : ReadOnly, 0);
            }
        }
    }
}
