using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace McpSkillGen.Runtime.Native;

/// <summary>
/// An exclusive advisory lock on a file, held until disposed or until the process ends, however it ends. Only its holder
/// may delete the file: a process that waited for the lock then notices that the path has another file, and starts again.
/// Otherwise two processes could hold locks on two files of the same name.
/// </summary>
/// <remarks>
/// Not <c>FileShare.None</c>, which an environment variable switches off, and not <c>File.OpenHandle</c>, which takes a
/// shared <c>flock</c> of its own and so throws while another process holds the lock.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    // A file is deleted at most once in a skill's life. More rounds than this mean a file system with different numbers for a
    // path and for a descriptor, so that comparing them is useless.
    private const int MaxRounds = 100;

    private readonly IDisposable _held;
    private readonly string _path;

    private FileLock(IDisposable held, string path) => (_held, _path) = (held, path);

    /// <summary>Whether the locked file is still the one at the path: somebody may have removed the folder.</summary>
    public bool IsInPlace => OperatingSystem.IsWindows() || ((Descriptor)_held).IsAt(_path);

    /// <summary>Takes the lock if nobody holds it.</summary>
    /// <returns>Null if another process holds it.</returns>
    /// <exception cref="IOException">The file cannot be opened or locked.</exception>
    public static FileLock? TryTake(string path) => Take(path, wait: false);

    /// <summary>Takes the lock, blocking the calling thread for as long as another process holds it.</summary>
    /// <exception cref="IOException">The file cannot be opened or locked.</exception>
    public static FileLock TakeBlocking(string path) => Take(path, wait: true)!;

    /// <summary>Takes the lock, waiting for so long.</summary>
    /// <returns>Null if another process still holds it then.</returns>
    /// <exception cref="IOException">The file cannot be opened or locked.</exception>
    public static FileLock? TakeWithin(string path, TimeSpan patience)
    {
        if (TryTake(path) is { } free)
        {
            return free;
        }

        return WaitingThread.TakeWithin(path, patience);
    }

    /// <summary>From now on, child processes hold the lock too: it is free when the last of them has ended.</summary>
    public void ShareWithChildren()
    {
        if (!OperatingSystem.IsWindows())
        {
            ((Descriptor)_held).ShareWithChildren();
        }
    }

    public void Dispose() => _held.Dispose();

    private static FileLock? Take(string path, bool wait)
    {
        IDisposable? held = OperatingSystem.IsWindows() ? TakeWindows(path, wait) : TakeUnix(path, wait);
        return held is null ? null : new FileLock(held, path);
    }

    [UnsupportedOSPlatform("windows")]
    private static Descriptor? TakeUnix(string path, bool wait)
    {
        for (var round = 1; ; round++)
        {
            if (TakeOpened(path, wait) is not { } descriptor)
            {
                return null;
            }

            if (round == MaxRounds || FileOwner.TryGet(descriptor)?.Identity == FileOwner.TryGet(path)?.Identity)
            {
                return new Descriptor(descriptor);
            }

            _ = Libc.Close(descriptor);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static int? TakeOpened(string path, bool wait)
    {
        const int OwnerReadWrite = 0x180;
        var descriptor = Libc.Open(path, Libc.OpenReadWriteCreate, OwnerReadWrite);
        if (descriptor < 0)
        {
            throw Failed("open", path);
        }

        var operation = wait ? Libc.LockExclusive : Libc.LockExclusive | Libc.LockNonBlocking;
        while (Libc.Flock(descriptor, operation) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Libc.ErrnoInterrupted:
                    continue;
                case Libc.ErrnoAgain or Libc.ErrnoAgainBsd when !wait:
                    _ = Libc.Close(descriptor);
                    return null;
                default:
                    var failure = Failed("lock", path);
                    _ = Libc.Close(descriptor);
                    throw failure;
            }
        }

        return descriptor;
    }

    [SupportedOSPlatform("windows")]
    private static FileStream? TakeWindows(string path, bool wait)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        if (WindowsFileLock.Lock(stream.SafeFileHandle, wait))
        {
            return stream;
        }

        stream.Dispose();
        return null;
    }

    private static IOException Failed(string what, string path) =>
        new($"Could not {what} '{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [UnsupportedOSPlatform("windows")]
    private sealed class Descriptor(int value) : IDisposable
    {
        private int _value = value;

        public bool IsAt(string path) => FileOwner.TryGet(_value) is { } held && held.Identity == FileOwner.TryGet(path)?.Identity;

        public void ShareWithChildren() => _ = Libc.SetDescriptorFlags(_value, 0);

        public void Dispose()
        {
            // flock belongs to the open file description: a child that inherited it would keep the lock, hence O_CLOEXEC.
            var descriptor = Interlocked.Exchange(ref _value, -1);
            if (descriptor >= 0)
            {
                _ = Libc.Close(descriptor);
            }
        }
    }
}
