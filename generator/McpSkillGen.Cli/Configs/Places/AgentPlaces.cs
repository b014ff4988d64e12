namespace McpSkillGen.Cli.Configs.Places;

/// <summary>The files in which each agent keeps its servers; those of the project first, as the agents read them.</summary>
internal static class AgentPlaces
{
    private static readonly string[] Editors = ["Code", "Code - Insiders", "VSCodium"];

    /// <summary>The known agents, as <c>--from</c> spells them.</summary>
    public static IReadOnlyList<string> Agents { get; } =
        ["claude", "claude-code", "claude-desktop", "codex", "cursor", "gemini", "opencode", "vscode", "windsurf", "zed"];

    /// <param name="agent">One of <see cref="Agents"/>.</param>
    /// <param name="here">The machine.</param>
    /// <returns>Absolute paths. Most of the files will not exist.</returns>
    public static IReadOnlyList<string> Of(string agent, Surroundings here) => agent switch
    {
        "claude" => [.. Of("claude-code", here), .. Of("claude-desktop", here)],
        "claude-code" =>
        [
            .. InProject(here, ".mcp.json"),
            here.Set("CLAUDE_CONFIG_DIR") is { } folder ? here.Join(folder, ".claude.json") : here.Join(here.Home, ".claude.json"),
        ],
        "claude-desktop" => [here.Join(here.Settings, "Claude", "claude_desktop_config.json")],
        "codex" => [.. InProject(here, ".codex", "config.toml"), here.Join(here.Set("CODEX_HOME") ?? here.Join(here.Home, ".codex"), "config.toml")],
        "cursor" => [.. InProject(here, ".cursor", "mcp.json"), here.Join(here.Home, ".cursor", "mcp.json")],
        "gemini" => [.. InProject(here, ".gemini", "settings.json"), here.Join(here.Home, ".gemini", "settings.json")],
        "opencode" =>
        [
            .. InProject(here, "opencode.json"), .. InProject(here, "opencode.jsonc"),
            here.Join(here.DotConfig, "opencode", "opencode.json"), here.Join(here.DotConfig, "opencode", "opencode.jsonc"),
        ],
        "vscode" =>
        [
            .. InProject(here, ".vscode", "mcp.json"),
            .. Editors.SelectMany(editor => (string[])[here.Join(here.Settings, editor, "User", "mcp.json"), here.Join(here.Settings, editor, "User", "settings.json")]),
        ],
        "windsurf" => [here.Join(here.Home, ".codeium", "windsurf", "mcp_config.json")],
        "zed" => [.. InProject(here, ".zed", "settings.json"), here.System is OSPlatformKind.Windows ? here.Join(here.Settings, "Zed", "settings.json") : here.Join(here.DotConfig, "zed", "settings.json")],
        _ => throw new ArgumentOutOfRangeException(nameof(agent), agent, "No such agent."),
    };

    private static IEnumerable<string> InProject(Surroundings here, params string[] file) => here.Project.Select(folder => here.Join([folder, .. file]));
}
