using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace McpSkillGen.Tests.Shared;

/// <summary>
/// Starts a program by <c>posix_spawn</c> alone: .NET's own way takes a millisecond, and reaps children that somebody else
/// waits for.
/// </summary>
internal static unsafe partial class NativeProcess
{
    private const int WriteOnly = 1;

    // Larger than any C library's posix_spawn_file_actions_t.
    private const int OpaqueLength = 512;

    /// <param name="commandLine">The program's path, which is also its first argument, and then the others.</param>
    /// <param name="environment">Its variables.</param>
    /// <param name="isSilent">Whether its output and its errors are thrown away.</param>
    /// <returns>The process id, for <see cref="Wait"/>.</returns>
    /// <exception cref="Win32Exception">The system could not start it.</exception>
    public static int Start(IEnumerable<string> commandLine, TextBlock environment, bool isSilent = false)
    {
        using var arguments = new TextBlock(commandLine);
        var actions = stackalloc byte[OpaqueLength];
        Check(FileActionsInit(actions));
        if (isSilent)
        {
            Check(FileActionsAddOpen(actions, 1, "/dev/null", WriteOnly, 0));
            Check(FileActionsAddOpen(actions, 2, "/dev/null", WriteOnly, 0));
        }

        Check(Spawn(out var id, arguments.Texts[0], actions, null, arguments.Texts, environment.Texts));
        _ = FileActionsDestroy(actions);
        return id;
    }

    /// <summary>Waits until it has ended, and lets the system forget it.</summary>
    /// <returns>Its wait status: 0 for success.</returns>
    public static int Wait(int id)
    {
        _ = WaitPid(id, out var status, 0);
        return status;
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int Spawn(out int id, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileActionsAddOpen(byte* actions, int descriptor, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitPid(int id, out int status, int options);

    /// <summary>Texts as C wants them: pointers to UTF-8, and a null after the last one.</summary>
    internal sealed class TextBlock : IDisposable
    {
        public TextBlock(IEnumerable<string> texts)
        {
            var all = texts.ToArray();
            Texts = (byte**)NativeMemory.AllocZeroed((nuint)(all.Length + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < all.Length; i++)
            {
                Texts[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
            }
        }

        public byte** Texts { get; }

        /// <summary>The variables of this process as they are now, except for those given.</summary>
        /// <param name="changes">A null removes the variable.</param>
        public static TextBlock Environment(IEnumerable<KeyValuePair<string, string?>>? changes = null)
        {
            var variables = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value);
            foreach (var (name, value) in changes ?? [])
            {
                variables[name] = value;
            }

            return new TextBlock(variables.Where(static variable => variable.Value is not null).Select(static variable => $"{variable.Key}={variable.Value}"));
        }

        public void Dispose()
        {
            for (var text = Texts; *text != null; text++)
            {
                Marshal.FreeCoTaskMem((nint)(*text));
            }

            NativeMemory.Free(Texts);
        }
    }
}
