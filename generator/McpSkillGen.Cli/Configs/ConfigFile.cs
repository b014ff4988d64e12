using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Configs;

/// <summary>
/// Reads a config file of any accepted format: our own, which holds one server, or an agent's, which holds several by name
/// (<c>mcpServers</c> in Claude Desktop, Claude Code, Cursor and others; <c>servers</c> in VS Code).
/// </summary>
internal static class ConfigFile
{
    /// <summary>Every server that is wanted, in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="serverName">One of several servers; null means all of them that are not disabled.</param>
    /// <exception cref="SkillException">
    /// The file cannot be read or is wrong: <see cref="ExitCode.WrongEnvironment"/>. It has no such server:
    /// <see cref="ExitCode.WrongArguments"/>.
    /// </exception>
    public static IReadOnlyList<ServerSource> Read(string path, string? serverName)
    {
        var text = ReadBytes(path);
        if (ServerOutline.Read(text, path) is not { } outline)
        {
            return [ReadOwn(text, path, serverName)];
        }

        var sources = Choose(outline, path, serverName).Select(entry => ForeignServer.Read(text, entry, path)).ToArray();
        var errors = sources.SelectMany(static reading => reading.Problems).Where(static problem => problem.IsError).ToArray();
        return errors.Length == 0
            ? [.. sources.Select(static reading => reading.Source!)]
            : throw new SkillException(ExitCode.WrongEnvironment, string.Join('\n', errors.AsEnumerable()));
    }

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
            ? new ServerSource(null, config, FolderOf(path), text, reading.Problems).From(path)
            : throw new SkillException(
                ExitCode.WrongArguments,
                $"--server is '{serverName}', but {path} describes a single server, without a list to choose from. Leave --server out.");
    }

    private static ServerOutline.Entry[] Choose(ServerOutline outline, string path, string? serverName)
    {
        var names = string.Join(", ", outline.Entries.Select(static entry => entry.Name));
        if (serverName is not null)
        {
            return outline.Entries.FirstOrDefault(entry => entry.Name == serverName) is { } chosen
                ? [chosen]
                : throw new SkillException(
                    ExitCode.WrongArguments,
                    outline.Entries.Count == 0
                        ? $"--server is '{serverName}', but \"{outline.Key}\" in {path} is empty."
                        : $"--server is '{serverName}'; {path} has {names}.{DidYouMean(serverName, outline)}");
        }

        var enabled = outline.Entries.Where(static entry => !entry.IsDisabled).ToArray();
        return (enabled, outline.Entries.Count) switch
        {
            ([], 0) => throw new SkillException(ExitCode.WrongEnvironment, $"{path}: \"{outline.Key}\" is empty; expected at least one server."),
            ([], _) => throw new SkillException(ExitCode.WrongEnvironment, $"{path}: every server is disabled. Choose one with --server: {names}."),
            _ => enabled,
        };
    }

    private static string DidYouMean(string name, ServerOutline outline) =>
        Suggestion.Nearest(name, outline.Entries.Select(static entry => entry.Name)) is { } nearest ? $" Did you mean {nearest}?" : "";

    internal static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
