using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>
/// Reads a config file of any known format: our own, which has one server, or another program's, which may have several by
/// name (see <see cref="FileFormat"/>).
/// </summary>
internal static class ConfigFile
{
    /// <summary>The wanted servers, in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="serverName">One of several servers; null means all that are not disabled.</param>
    /// <exception cref="SkillException">
    /// The file cannot be read or is wrong: <see cref="ExitCode.WrongEnvironment"/>. It has no such server:
    /// <see cref="ExitCode.WrongArguments"/>.
    /// </exception>
    public static IReadOnlyList<ServerSource> Read(string path, string? serverName)
    {
        var readings = ReadEach(path, serverName);
        var errors = readings.Where(static reading => reading.Source is null).Select(static reading => reading.Failure.Message).ToArray();
        return errors.Length == 0
            ? [.. readings.Select(static reading => reading.Source!)]
            : throw new SkillException(ExitCode.WrongEnvironment, string.Join('\n', errors));
    }

    /// <summary>The same, but a mistake in one server does not hide the others.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<ServerReading> ReadEach(string path, string? serverName)
    {
        var text = ReadBytes(path);
        return FileFormat.Recognise(text, path) is { } list
            ? [.. Choose(list, path, serverName).Select(entry => entry.Read().From(path))]
            : [new ServerReading(null, ReadOwn(text, path, serverName), [])];
    }

    /// <summary>The servers of another program's file that are not disabled; may be none.</summary>
    /// <param name="path">The file.</param>
    public static IReadOnlyList<ServerReading> ReadEnabled(string path) =>
        [.. (FileFormat.Recognise(ReadBytes(path), path)?.Entries ?? []).Where(static entry => !entry.IsDisabled).Select(entry => entry.Read().From(path))];

    private static byte[] ReadBytes(string path)
    {
        if (Directory.Exists(path))
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"'{path}' is a folder; expected a config file, such as '{Path.Combine(path, SkillFolder.ConfigFileName)}'.");
        }

        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"There is no file '{path}'. Expected a config that says how to reach an MCP server; 'mcpgen scaffold --sample' needs none.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The config cannot be read: {e.Message}", e);
        }
    }

    private static ServerSource ReadOwn(byte[] text, string path, string? serverName)
    {
        var reading = ConfigReader.Read(text, path);
        var config = reading.Require();
        return serverName is null
            ? new ServerSource(null, config, ServerSource.FolderOf(path), text, [.. FileFormat.RepeatedKeys(text, path), .. reading.Problems]).From(path)
            : throw new SkillException(
                ExitCode.WrongArguments,
                $"--server is '{serverName}', but {path} has only one server, without a name. Leave --server out.");
    }

    private static ServerList.Entry[] Choose(ServerList list, string path, string? serverName)
    {
        var names = string.Join(", ", list.Entries.Select(static entry => entry.Name));
        if (serverName is not null)
        {
            return list.Entries.FirstOrDefault(entry => entry.Name == serverName) is { } chosen
                ? [chosen]
                : throw new SkillException(
                    ExitCode.WrongArguments,
                    list.Entries.Count == 0
                        ? $"--server is '{serverName}', but \"{list.Key}\" in {path} is empty."
                        : $"--server is '{serverName}'; {path} has {names}.{Suggestion.DidYouMean(serverName, list.Entries.Select(static entry => entry.Name))}");
        }

        var enabled = list.Entries.Where(static entry => !entry.IsDisabled).ToArray();
        return (enabled, list.Entries.Count) switch
        {
            ([], 0) => throw new SkillException(ExitCode.WrongEnvironment, $"{path}: \"{list.Key}\" is empty; expected at least one server."),
            ([], _) => throw new SkillException(ExitCode.WrongEnvironment, $"{path}: every server is disabled. Choose one with --server: {names}."),
            _ => enabled,
        };
    }
}
