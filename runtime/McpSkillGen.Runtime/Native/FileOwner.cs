using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>Who owns a file and which file it is; .NET's file API does not say.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="IsLink">Whether the path itself is a symbolic link; links are not followed.</param>
/// <param name="IsOrdinary">Whether it is a file or a folder: reading a pipe or a device may wait for ever.</param>
/// <param name="Identity">Device and inode: if they are equal, two paths, or one path at two times, are the same file.</param>
[UnsupportedOSPlatform("windows")]
internal readonly partial record struct FileOwner(uint UserId, UnixFileMode Mode, bool IsLink, bool IsOrdinary, (long Device, long Inode) Identity)
{
    private const int FileTypeMask = 0xF000;
    private const int SymbolicLink = 0xA000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    /// <returns>Null if there is no such file, or it cannot be examined.</returns>
    public static FileOwner? TryGet(string path) =>
        LStat(path, out var status) == 0 ? Of(status) : null;

    /// <returns>Null if the descriptor is not open.</returns>
    public static FileOwner? TryGet(int descriptor) =>
        FStat(descriptor, out var status) == 0 ? Of(status) : null;

    private static FileOwner Of(in FileStatus status) => new(
        status.UserId,
        (UnixFileMode)(status.Mode & 0xFFF),
        (status.Mode & FileTypeMask) == SymbolicLink,
        (status.Mode & FileTypeMask) is RegularFile or Folder,
        (status.Device, status.Inode));

    // The runtime's shim has one layout on every Unix; struct stat has a different one on each.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_LStat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LStat(string path, out FileStatus status);

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_FStat", SetLastError = true)]
    private static partial int FStat(nint descriptor, out FileStatus status);

    [StructLayout(LayoutKind.Sequential)]
    private struct FileStatus
    {
        public int Flags;
        public int Mode;
        public uint UserId;
        public uint GroupId;
        public long Size;
        public long AccessTime;
        public long AccessTimeNanoseconds;
        public long ModificationTime;
        public long ModificationTimeNanoseconds;
        public long ChangeTime;
        public long ChangeTimeNanoseconds;
        public long BirthTime;
        public long BirthTimeNanoseconds;
        public long Device;
        public long SpecialDevice;
        public long Inode;
        public uint UserFlags;
    }
}
