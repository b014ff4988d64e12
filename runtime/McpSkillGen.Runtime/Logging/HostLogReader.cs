using System.Text;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Logging;

/// <summary>
/// Reads an instance's log while its host may be writing it, or renaming it because it is too long. Every line is returned
/// once, the last one only when it is complete.
/// </summary>
internal sealed class HostLogReader(InstancePaths instance) : IDisposable
{
    private readonly MemoryStream _begun = new();
    private FileStream? _current;
    private (long, long)? _identity;

    /// <summary>All lines so far: first those of the older file, then those of the current one.</summary>
    public IReadOnlyList<string> ReadAll()
    {
        var lines = new List<string>();
        while (true)
        {
            var identity = IdentityOf(instance.OlderLog);
            using var older = TryOpen(instance.OlderLog);
            Open();

            // If it was renamed in between, a whole file would be missing or come twice.
            if (IdentityOf(instance.OlderLog) == identity)
            {
                Drain(older, lines);
                FlushBegun(lines);
                ReadNew(lines);
                return lines;
            }
        }
    }

    /// <summary>New lines, even if the file was renamed.</summary>
    public IReadOnlyList<string> ReadNew()
    {
        var lines = new List<string>();
        ReadNew(lines);
        return lines;
    }

    public void Dispose()
    {
        _current?.Dispose();
        _begun.Dispose();
    }

    private void ReadNew(List<string> lines)
    {
        Drain(_current, lines);
        if (IdentityOf(instance.Log) == _identity)
        {
            return;
        }

        // A renamed file is no longer written; read the rest of it.
        Drain(_current, lines);
        FlushBegun(lines);
        Open();
        Drain(_current, lines);
    }

    private void Open()
    {
        _current?.Dispose();
        do
        {
            _identity = IdentityOf(instance.Log);
            _current = TryOpen(instance.Log);
        }
        while (IdentityOf(instance.Log) != _identity);
    }

    private void Drain(Stream? file, List<string> lines)
    {
        var buffer = new byte[64 * 1024];
        while (file?.Read(buffer) is > 0 and var count)
        {
            var unread = buffer.AsSpan(0, count);
            while (unread.IndexOf((byte)'\n') is >= 0 and var end)
            {
                _begun.Write(unread[..end]);
                FlushBegun(lines);
                unread = unread[(end + 1)..];
            }

            _begun.Write(unread);
        }
    }

    private void FlushBegun(List<string> lines)
    {
        if (_begun.Length > 0)
        {
            lines.Add(Encoding.UTF8.GetString(_begun.GetBuffer(), 0, (int)_begun.Length));
            _begun.SetLength(0);
        }
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // On Windows there is no inode for a path; files are distinguished by their creation time.
    private static (long, long)? IdentityOf(string path) =>
        !OperatingSystem.IsWindows() ? FileOwner.TryGet(path)?.Identity
        : File.Exists(path) ? (0, File.GetCreationTimeUtc(path).Ticks)
        : null;
}
