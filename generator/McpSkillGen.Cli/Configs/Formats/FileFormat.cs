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
          Claude, Cursor, Windsurf, Gemini, Cline, Roo, Kiro, Copilot, Warp, JetBrains   {"mcpServers": {"NAME": {…}}}
          plugins of Claude Code   {"NAME": {"command": …}}
          VS Code               {"servers": {"NAME": {…}}}, in settings.json {"mcp": {"servers": {…}}}
          OpenCode, Crush, Kilo   {"mcp": {"NAME": {"type": "local", "command": […]}}}
          Amp                   {"amp.mcpServers": {"NAME": {…}}}
          Zed                   {"context_servers": {"NAME": {…}}}
          Codex, Vibe (TOML)    [mcp_servers.NAME], [[mcp_servers]]
          goose (YAML)          extensions: {NAME: {type: stdio, cmd: …}}
          Continue, LibreChat (YAML)   mcpServers: …
          MCP registry          {"name": "…", "packages": […], "remotes": […]}, or that under "server"
          MCP bundle            manifest.json with "server" and "mcp_config"
        """;

    private static readonly string[] Deciding = [.. ConfigReader.KnownKeys.Except(["name", "description", "tools", "auth", "timeout"])];

    private enum Language
    {
        Json,
        Toml,
        Yaml,
    }

    /// <param name="text">The file.</param>
    /// <param name="path">Decides between JSON, TOML and YAML, and what variables for folders mean.</param>
    /// <returns>Null for our own format.</returns>
    /// <exception cref="SkillException">It cannot be read, or its format is not known.</exception>
    public static ServerList? Recognise(byte[] text, string path)
    {
        if (text.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"{path} is a bundle, a zip file. Unpack it, and give its manifest: unzip {ShellWord.Of(path)} -d bundle && mcpgen scaffold bundle/manifest.json");
        }

        switch (LanguageOf(text, path))
        {
            case Language.Toml:
                return CodexFormat.Find(TomlFile.Read(text, path), path)
                    ?? throw Unknown(path, "has no table [mcp_servers.NAME]");
            case Language.Yaml:
                var document = YamlFile.Read(text, path);
                return document is FileValue.Table yaml
                    ? FindInYaml(yaml, path) ?? throw Unknown(path, $"has {Keys(yaml)}")
                    : throw Unknown(path, $"is {document.InWords}");
        }

        // If it is not JSON at all, the reader of our own format has the best message.
        if (ReadJson(text, path) is not FileValue.Table root)
        {
            return null;
        }

        return BundleFormat.Find(root, path)
            ?? RegistryFormat.Find(root, path)
            ?? AgentFormat.Find(root, path)
            ?? (IsOurs(root) ? null : AgentFormat.FindBare(root, path) ?? throw Unknown(path, $"has {Keys(root)}"));
    }

    /// <summary>Whether a file with other content, such as an editor's settings, has servers at all.</summary>
    public static bool HoldsServers(byte[] text, string path) => LanguageOf(text, path) switch
    {
        Language.Toml => CodexFormat.Find(TomlFile.Read(text, path), path),
        Language.Yaml => YamlFile.Read(text, path) is FileValue.Table yaml ? FindInYaml(yaml, path) : null,
        _ => JsonFile.Read(text, path) is FileValue.Table root
            ? AgentFormat.Find(root, path) ?? (IsOurs(root) ? null : AgentFormat.FindBare(root, path))
            : null,
    } is { Entries.Count: > 0 };

    /// <summary>The keys that are in a config of our own format twice.</summary>
    public static IReadOnlyList<ConfigProblem> RepeatedKeys(byte[] text, string path)
    {
        if (ReadJson(text, path) is not FileValue.Table root)
        {
            return [];
        }

        var reader = new TableReader(root, path);
        reader.Ignore([.. root.Members.Select(static member => member.Key)]);
        reader.ReportUnknown();
        return reader.Problems;
    }

    private static ServerList? FindInYaml(FileValue.Table root, string path)
    {
        if (root["startCommand"] is { } computed)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"{path}:{computed.Place.Line}:{computed.Place.Column}: error: \"startCommand\" is for Smithery, which computes the command with JavaScript. Give the command itself: mcpgen scaffold -- COMMAND");
        }

        return AgentFormat.Find(root, path) ?? AgentFormat.FindGooses(root, path);
    }

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

    private static Language LanguageOf(byte[] text, string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".toml" => Language.Toml,
        ".yaml" or ".yml" => Language.Yaml,
        ".json" or ".jsonc" or ".json5" => Language.Json,
        _ => Encoding.UTF8.GetString(text) is var words && words.Contains("[mcp_servers", StringComparison.Ordinal) ? Language.Toml
            : words.TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is ['{', ..] or ['/', ..] ? Language.Json
            : words.Contains("mcpServers:", StringComparison.Ordinal) || words.Contains("extensions:", StringComparison.Ordinal) ? Language.Yaml
            : Language.Json,
    };

    // A misspelled key still shows that the file is ours. That it has a name does not.
    private static bool IsOurs(FileValue.Table root)
    {
        var keys = root.Members.Where(static member => !CommentKey.Is(member.Key)).ToArray();
        return keys.All(static member => IsNear(member.Key, ConfigReader.KnownKeys))
            || keys.Any(static member => member.Key is "command" or "url" || (member.Value is not FileValue.Table && IsNear(member.Key, Deciding)));
    }

    private static bool IsNear(string key, string[] known) => Suggestion.Nearest(key, known) is not null;

    private static string Keys(FileValue.Table root) =>
        string.Join(", ", root.Members.Take(5).Select(static member => $"\"{member.Key}\"")) + (root.Members.Count > 5 ? ", …" : "");

    private static SkillException Unknown(string path, string found) => new(
        ExitCode.WrongEnvironment, $"{path} {found}. This is not a known config format. Known formats:\n{Known}");
}
