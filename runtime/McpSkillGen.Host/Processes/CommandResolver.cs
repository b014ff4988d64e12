using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Processes;

/// <summary>Finds the program that a command names, as a shell would: on the PATH that the server will have.</summary>
internal static class CommandResolver
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="command">A name, or a path relative to the working directory.</param>
    /// <param name="workingDirectory">The server's; absolute.</param>
    /// <param name="environment">The server's.</param>
    /// <returns>An absolute path.</returns>
    /// <exception cref="SkillException">There is no such program: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public static string Resolve(string command, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        if (command.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) >= 0)
        {
            var path = Path.GetFullPath(command, workingDirectory);
            return Candidates(path, environment).FirstOrDefault(IsExecutable)
                ?? throw new SkillException(
                    ExitCode.WrongEnvironment,
                    File.Exists(path)
                        ? $"The server's command '{path}' is not executable. Make it executable, or use its interpreter as the command."
                        : $"The server's command '{path}' does not exist. Correct \"command\" in the config.");
        }

        var searched = environment.GetValueOrDefault("PATH") ?? "";
        foreach (var folder in searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(Path.GetFullPath(folder, workingDirectory), command);
            if (Candidates(path, environment).FirstOrDefault(IsExecutable) is { } found)
            {
                return found;
            }
        }

        throw new SkillException(
            ExitCode.WrongEnvironment,
            $"The server's command '{command}' was not found. Install it, or use its full path; PATH is {(searched.Length > 0 ? searched : "empty")}");
    }

    /// <summary>The files that a command can mean on Windows, which only starts files with certain extensions.</summary>
    /// <param name="path">With or without one. <c>python3.11</c> is without.</param>
    /// <param name="extensions">The variable <c>PATHEXT</c>.</param>
    internal static IEnumerable<string> WindowsCandidates(string path, string extensions)
    {
        // An extensionless file beside an .exe is a shell script for another shell: npx and npx.cmd lie side by side.
        var known = extensions.Split(';', StringSplitOptions.RemoveEmptyEntries);
        var added = known.Select(extension => path + extension);
        return known.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? added.Prepend(path) : added;
    }

    private static IEnumerable<string> Candidates(string path, IReadOnlyDictionary<string, string> environment) =>
        OperatingSystem.IsWindows() ? WindowsCandidates(path, environment.GetValueOrDefault("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD") : [path];

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
}
