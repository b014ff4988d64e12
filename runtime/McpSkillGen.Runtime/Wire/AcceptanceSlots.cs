using System.Buffers.Binary;
using McpSkillGen.Runtime.Native;
using Microsoft.Win32.SafeHandles;

namespace McpSkillGen.Runtime.Wire;

/// <summary>
/// Where a host notes which calls it has accepted, for a client that asked for it in its Hello: a file without a name, made
/// by the client, opened by the host through <c>/proc</c>; on Linux, that is. It says what <see cref="FrameKind.Accepted"/> says, and is there
/// when the host is gone; but it wakes nobody, which for a batch is a third of a call's cost. See
/// docs/decisions/0012-acceptances-in-a-file.md.
/// </summary>
/// <remarks>One slot of four bytes for each call that the host has, which holds the call's id.</remarks>
internal sealed class AcceptanceSlots : IDisposable
{
    /// <summary>Calls that a host has of one connection must not have the same remainder of this.</summary>
    public const int Count = 256;

    private const int SlotLength = sizeof(uint);

    private const int OwnerReadWrite = 0x180;

    // Memory, on every Linux; where it is not there, frames do.
    private const string Folder = "/dev/shm";

    private readonly SafeFileHandle _file;

    private AcceptanceSlots(SafeFileHandle file) => _file = file;

    /// <summary>What the client tells the host in its Hello.</summary>
    public int Descriptor => (int)_file.DangerousGetHandle();

    /// <returns>Null where there can be none.</returns>
    public static AcceptanceSlots? TryCreate()
    {
        var descriptor = OperatingSystem.IsLinux() ? Libc.Open(Folder, Libc.OpenUnnamed, OwnerReadWrite) : -1;
        return descriptor < 0 ? null : new AcceptanceSlots(new SafeFileHandle(descriptor, ownsHandle: true));
    }

    /// <summary>Opens what another process has made.</summary>
    /// <param name="processId">The client's, as the system tells it.</param>
    /// <param name="descriptor">Its own, as it tells it.</param>
    /// <returns>Null where it is not to be had, or is no such file: it must not be anything that matters to anybody.</returns>
    public static AcceptanceSlots? TryOpen(int processId, int descriptor)
    {
        var path = $"/proc/{processId}/fd/{descriptor}";
        try
        {
            return new FileInfo(path).LinkTarget is { } target && target.StartsWith($"{Folder}/#", StringComparison.Ordinal) && target.EndsWith(" (deleted)", StringComparison.Ordinal)
                ? new AcceptanceSlots(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Notes that a call is accepted.</summary>
    /// <returns>False when that is not possible: the client must be told by a frame.</returns>
    public bool TryAccept(uint call)
    {
        Span<byte> slot = stackalloc byte[SlotLength];
        BinaryPrimitives.WriteUInt32LittleEndian(slot, call);
        try
        {
            RandomAccess.Write(_file, slot, OffsetOf(call));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Whether a call that is in flight was noted.</summary>
    public bool IsAccepted(uint call)
    {
        Span<byte> slot = stackalloc byte[SlotLength];
        return RandomAccess.Read(_file, slot, OffsetOf(call)) == SlotLength && BinaryPrimitives.ReadUInt32LittleEndian(slot) == call;
    }

    public void Dispose() => _file.Dispose();

    private static long OffsetOf(uint call) => call % Count * SlotLength;
}
