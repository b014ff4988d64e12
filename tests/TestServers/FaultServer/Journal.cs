using System.Runtime.InteropServices;
using System.Text;

namespace McpSkillGen.FaultServer;

/// <summary>What happened, a line each, in a file that outlives every crash: tests count its lines.</summary>
internal sealed partial class Journal(string? path)
{
    private const int Exclusive = 2;
    private const int NonBlocking = 4;

    public void Write(string line)
    {
        if (path is null)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            File.AppendAllText(path, line + "\n");
            return;
        }

        // One write to a file opened for appending: .NET's own streams keep an offset, and would write over another server's lines.
        var file = OpenForAppending(path);
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        _ = WriteBytes(file, bytes, bytes.Length);
        _ = Close(file);
    }

    /// <summary>Notes the launch, and whether another server with this journal runs at this moment.</summary>
    public void WriteLaunch()
    {
        // Held for life. Open as long as this process lives, and not inherited.
        if (path is not null && !OperatingSystem.IsWindows() && Flock(OpenForAppending(path + ".alive"), Exclusive | NonBlocking) != 0)
        {
            Write($"overlap {Environment.ProcessId}");
        }

        Write($"cwd {Environment.CurrentDirectory}");
        Write($"launch {Environment.ProcessId}");
    }

    private static int OpenForAppending(string file)
    {
        const int OwnerReadWrite = 0x180;
        const int WriteCreateAppendCloseOnExec = 0x1 | 0x40 | 0x400 | 0x80000;
        const int WriteCreateAppendCloseOnExecBsd = 0x1 | 0x200 | 0x8 | 0x1000000;
        return Open(file, OperatingSystem.IsLinux() ? WriteCreateAppendCloseOnExec : WriteCreateAppendCloseOnExecBsd, OwnerReadWrite);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string file, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint WriteBytes(int file, byte[] bytes, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Flock(int file, int operation);
}
