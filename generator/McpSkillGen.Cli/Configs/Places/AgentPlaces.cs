namespace McpSkillGen.Cli.Configs.Places;

/// <summary>The files in which each agent keeps its servers: those of a project, and those of the user.</summary>
internal static class AgentPlaces
{
    private static readonly string[] Editors = ["Code", "Code - Insiders", "VSCodium"];

    /// <summary>The known agents, as <c>--from</c> spells them.</summary>
    public static IReadOnlyList<string> Agents { get; } =
    [
        "amp", "claude", "claude-code", "claude-desktop", "cline", "codex", "continue", "copilot", "crush", "cursor", "gemini", "goose", "kilo", "kiro", "opencode", "qwen",
        "roo", "vibe", "vscode", "windsurf", "zed",
    ];

    /// <param name="agent">One of <see cref="Agents"/>.</param>
    /// <param name="here">The machine.</param>
    /// <returns>Absolute paths, those of the project first, as the agents read them. Most of the files will not exist.</returns>
    public static IReadOnlyList<string> Of(string agent, Surroundings here) => [.. OfProject(agent, here), .. OfUser(agent, here)];

    /// <summary>The files of the project, the nearest first. Whoever wrote the project wrote them.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<string> OfProject(string agent, Surroundings here) => agent switch
    {
        "amp" => InProject(here, [".amp", "settings.json"]),
        "claude" or "claude-code" => InProject(here, [".mcp.json"]),
        "codex" => InProject(here, [".codex", "config.toml"]),
        "copilot" => InProject(here, [".copilot", "mcp-config.json"]),
        "crush" => InProject(here, [".crush.json"], ["crush.json"]),
        "cursor" => InProject(here, [".cursor", "mcp.json"]),
        "gemini" => InProject(here, [".gemini", "settings.json"]),
        "kilo" => InProject(here, [".kilocode", "mcp.json"], [".kilo", "kilo.jsonc"], [".kilo", "kilo.json"], ["kilo.jsonc"], ["kilo.json"]),
        "kiro" => InProject(here, [".kiro", "settings", "mcp.json"]),
        "opencode" => InProject(here, ["opencode.json"], ["opencode.jsonc"]),
        "qwen" => InProject(here, [".qwen", "settings.json"]),
        "roo" => InProject(here, [".roo", "mcp.json"]),
        "vibe" => InProject(here, [".vibe", "config.toml"]),
        "vscode" => InProject(here, [".vscode", "mcp.json"]),
        "zed" => InProject(here, [".zed", "settings.json"]),
        _ => [],
    };

    /// <summary>The user's own files.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<string> OfUser(string agent, Surroundings here) => agent switch
    {
        "amp" => [here.Join(here.DotConfig, "amp", "settings.json")],
        "claude" => [.. OfUser("claude-code", here), .. OfUser("claude-desktop", here)],
        "claude-code" => [here.Join(here.Set("CLAUDE_CONFIG_DIR") ?? here.Home, ".claude.json")],
        "claude-desktop" => [here.Join(here.Settings, "Claude", "claude_desktop_config.json")],
        "cline" => OfExtension(here, "saoudrizwan.claude-dev", "cline_mcp_settings.json"),
        "codex" => [here.Join(here.Set("CODEX_HOME") ?? here.Join(here.Home, ".codex"), "config.toml")],
        "continue" => [here.Join(here.Home, ".continue", "config.yaml"), here.Join(here.Home, ".continue", "config.json")],
        "copilot" => [here.Join(here.Set("COPILOT_HOME") ?? here.Join(here.Home, ".copilot"), "mcp-config.json")],
        "crush" => [here.Join(here.DotConfig, "crush", "crush.json")],
        "cursor" => [here.Join(here.Home, ".cursor", "mcp.json")],
        "gemini" => [here.Join(here.Home, ".gemini", "settings.json")],
        "goose" => [here.System is OSPlatformKind.Windows ? here.Join(here.Settings, "Block", "goose", "config", "config.yaml") : here.Join(here.DotConfig, "goose", "config.yaml")],
        "kilo" =>
        [
            here.Join(here.DotConfig, "kilo", "kilo.jsonc"), here.Join(here.DotConfig, "kilo", "kilo.json"),
            here.Join(here.Home, ".kilocode", "cli", "global", "settings", "mcp_settings.json"), .. OfExtension(here, "kilocode.kilo-code", "mcp_settings.json"),
        ],
        "kiro" => [here.Join(here.Home, ".kiro", "settings", "mcp.json")],
        "opencode" => [here.Join(here.DotConfig, "opencode", "opencode.json"), here.Join(here.DotConfig, "opencode", "opencode.jsonc")],
        "qwen" => [here.Join(here.Home, ".qwen", "settings.json")],
        "roo" => OfExtension(here, "rooveterinaryinc.roo-cline", "mcp_settings.json"),
        "vibe" => [here.Join(here.Set("VIBE_HOME") ?? here.Join(here.Home, ".vibe"), "config.toml")],
        "vscode" => [.. Editors.SelectMany(editor => (string[])[here.Join(here.Settings, editor, "User", "mcp.json"), here.Join(here.Settings, editor, "User", "settings.json")])],
        "windsurf" => [here.Join(here.Home, ".codeium", "windsurf", "mcp_config.json")],
        "zed" => [here.System is OSPlatformKind.Windows ? here.Join(here.Settings, "Zed", "settings.json") : here.Join(here.DotConfig, "zed", "settings.json")],
        _ => throw new ArgumentOutOfRangeException(nameof(agent), agent, "No such agent."),
    };

    // In each folder all of an agent's files, so that the nearest folder wins.
    private static string[] InProject(Surroundings here, params string[][] files) =>
        [.. here.Project.SelectMany(folder => files.Select(file => here.Join([folder, .. file])))];

    private static string[] OfExtension(Surroundings here, string extension, string file) =>
        [.. Editors.Select(editor => here.Join(here.Settings, editor, "User", "globalStorage", extension, "settings", file))];
}
