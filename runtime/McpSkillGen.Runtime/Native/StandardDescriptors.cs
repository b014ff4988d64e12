using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>
/// The descriptors 0, 1 and 2. If a caller closed one of them, the next file that is opened gets its number: our error
/// messages would go into the host's socket, and a child's pipe would replace another.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class StandardDescriptors
{
    /// <summary>Standard error's, the highest.</summary>
    public const int Last = 2;

    /// <summary>Opens the closed ones in the direction that is not used, so that using them still fails.</summary>
    public static void OccupyClosed()
    {
        const int ReadOnly = 0;
        const int WriteOnly = 1;
        for (var descriptor = 0; descriptor <= Last; descriptor++)
        {
            if (Libc.GetDescriptorFlags(descriptor) < 0)
            {
                // open returns the lowest free number, and all lower ones are taken.
                _ = Libc.Open("/dev/null", descriptor == 0 ? WriteOnly : ReadOnly, 0);
            }
        }
    }
}
