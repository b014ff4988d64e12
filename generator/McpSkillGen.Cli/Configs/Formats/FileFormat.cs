using System.Text;
using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>Recognises which program a config file is for, by its content, and by its name if that decides.</summary>
internal static class FileFormat
{
    private const string Known = """
          our own               {"command": "npx", "args": ["-y", "@x/server"]}, or {"url": "https://…"}
          Claude, Cursor, Windsurf, Gemini, Cline   {"mcpServers": {"NAME": {…}}}
          VS Code               {"servers": {"NAME": {…}}}, in settings.json {"mcp": {"servers": {…}}}
          OpenCode              {"mcp": {"NAME": {"type": "local", "command": […]}}}
          Zed                   {"context_servers": {"NAME": {…}}}
          Codex (TOML)          [mcp_servers.NAME]
          MCP registry          {"name": "…", "packages": […], "remotes": […]}, or that under "server"
        """;

    /// <param name="text">The file.</param>
    /// <param name="path">Decides between JSON and TOML, and what <c>${workspaceFolder}</c> is.</param>
    /// <returns>Null for our own format.</returns>
    /// <exception cref="SkillException">It cannot be read, or its format is not known.</exception>
    public static ServerList? Recognise(byte[] text, string path)
    {
        if (IsToml(text, path))
        {
            return CodexFormat.Find(TomlFile.Read(text, path), path)
                ?? throw Unknown(path, "has no table [mcp_servers.NAME]");
        }

        // If it is not JSON at all, the reader of our own format has the best message.
        if (ReadJson(text, path) is not FileValue.Table root)
        {
            return null;
        }

        return RegistryFormat.Find(root, path)
            ?? AgentFormat.Find(root, path)
            ?? (IsOurs(root) ? null : throw Unknown(path, $"has {Keys(root)}"));
    }

    /// <summary>Whether a file with other content, such as an editor's settings, has servers at all.</summary>
    public static bool HoldsServers(byte[] text, string path) => IsToml(text, path)
        ? CodexFormat.Find(TomlFile.Read(text, path), path) is { Entries.Count: > 0 }
        : JsonFile.Read(text, path) is FileValue.Table root && AgentFormat.Find(root, path) is { Entries.Count: > 0 };

    private static FileValue? ReadJson(byte[] text, string path)
    {
        try
        {
            return JsonFile.Read(text, path);
        }
        catch (SkillException)
        {
            return null;
        }
    }

    private static bool IsToml(byte[] text, string path) =>
        path.EndsWith(".toml", StringComparison.OrdinalIgnoreCase)
        || (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && Encoding.UTF8.GetString(text).Contains("[mcp_servers", StringComparison.Ordinal));

    // A misspelled key still shows that the file is ours.
    private static bool IsOurs(FileValue.Table root) =>
        root.Members.Count == 0 || root.Members.Any(static member => Suggestion.Nearest(member.Key, ConfigReader.KnownKeys) is not null);

    private static string Keys(FileValue.Table root) =>
        string.Join(", ", root.Members.Take(5).Select(static member => $"\"{member.Key}\"")) + (root.Members.Count > 5 ? ", …" : "");

    private static SkillException Unknown(string path, string found) => new(
        ExitCode.WrongEnvironment, $"{path} {found}. This is not a known config format. Known formats:\n{Known}");
}
