using McpSkillGen.Cli.Configs.Places;

namespace McpSkillGen.Cli.Tests.Configs;

/// <summary>Where each agent keeps its servers, on every system.</summary>
public sealed class AgentPlacesTests
{
    [Theory]
    [InlineData("claude-desktop", "/home/me/.config/Claude/claude_desktop_config.json", "/home/me/Library/Application Support/Claude/claude_desktop_config.json", @"C:\Users\me\AppData\Roaming\Claude\claude_desktop_config.json")]
    [InlineData("claude-code", "/home/me/.claude.json", "/home/me/.claude.json", @"C:\Users\me\.claude.json")]
    [InlineData("codex", "/home/me/.codex/config.toml", "/home/me/.codex/config.toml", @"C:\Users\me\.codex\config.toml")]
    [InlineData("cursor", "/home/me/.cursor/mcp.json", "/home/me/.cursor/mcp.json", @"C:\Users\me\.cursor\mcp.json")]
    [InlineData("gemini", "/home/me/.gemini/settings.json", "/home/me/.gemini/settings.json", @"C:\Users\me\.gemini\settings.json")]
    [InlineData("vscode", "/home/me/.config/Code/User/mcp.json", "/home/me/Library/Application Support/Code/User/mcp.json", @"C:\Users\me\AppData\Roaming\Code\User\mcp.json")]
    [InlineData("windsurf", "/home/me/.codeium/windsurf/mcp_config.json", "/home/me/.codeium/windsurf/mcp_config.json", @"C:\Users\me\.codeium\windsurf\mcp_config.json")]
    [InlineData("zed", "/home/me/.config/zed/settings.json", "/home/me/.config/zed/settings.json", @"C:\Users\me\AppData\Roaming\Zed\settings.json")]
    [InlineData("opencode", "/home/me/.config/opencode/opencode.json", "/home/me/.config/opencode/opencode.json", @"C:\Users\me\.config\opencode\opencode.json")]
    [InlineData("amp", "/home/me/.config/amp/settings.json", "/home/me/.config/amp/settings.json", @"C:\Users\me\.config\amp\settings.json")]
    [InlineData("cline", "/home/me/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json", "/home/me/Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json", @"C:\Users\me\AppData\Roaming\Code\User\globalStorage\saoudrizwan.claude-dev\settings\cline_mcp_settings.json")]
    [InlineData("goose", "/home/me/.config/goose/config.yaml", "/home/me/.config/goose/config.yaml", @"C:\Users\me\AppData\Roaming\Block\goose\config\config.yaml")]
    [InlineData("kiro", "/home/me/.kiro/settings/mcp.json", "/home/me/.kiro/settings/mcp.json", @"C:\Users\me\.kiro\settings\mcp.json")]
    [InlineData("copilot", "/home/me/.copilot/mcp-config.json", "/home/me/.copilot/mcp-config.json", @"C:\Users\me\.copilot\mcp-config.json")]
    public void The_users_own_file(string agent, string linux, string mac, string windows)
    {
        Assert.Contains(agent, AgentPlaces.Agents);
        Assert.Contains(linux, AgentPlaces.Of(agent, Machine(OSPlatformKind.Linux, "/home/me")));
        Assert.Contains(mac, AgentPlaces.Of(agent, Machine(OSPlatformKind.MacOS, "/home/me")));
        Assert.Contains(windows, AgentPlaces.Of(agent, Machine(OSPlatformKind.Windows, @"C:\Users\me")));
    }

    [Theory]
    [InlineData("claude", "/home/me/p/sub/.mcp.json", "/home/me/p/.mcp.json")]
    [InlineData("codex", "/home/me/p/sub/.codex/config.toml", "/home/me/p/.codex/config.toml")]
    [InlineData("cursor", "/home/me/p/sub/.cursor/mcp.json", "/home/me/p/.cursor/mcp.json")]
    [InlineData("vscode", "/home/me/p/sub/.vscode/mcp.json", "/home/me/p/.vscode/mcp.json")]
    [InlineData("kiro", "/home/me/p/sub/.kiro/settings/mcp.json", "/home/me/p/.kiro/settings/mcp.json")]
    [InlineData("roo", "/home/me/p/sub/.roo/mcp.json", "/home/me/p/.roo/mcp.json")]
    public void The_projects_files_come_first_the_nearest_before_the_others(string agent, string nearest, string next) =>
        Assert.Equal([nearest, next], AgentPlaces.Of(agent, Machine(OSPlatformKind.Linux, "/home/me")).Take(2));

    [Fact]
    public void The_agents_own_variables_are_honoured()
    {
        var here = Machine(OSPlatformKind.Linux, "/home/me", ("CODEX_HOME", "/codex"), ("CLAUDE_CONFIG_DIR", "/claude"), ("XDG_CONFIG_HOME", "/xdg"));

        Assert.Contains("/codex/config.toml", AgentPlaces.Of("codex", here));
        Assert.Contains("/claude/.claude.json", AgentPlaces.Of("claude", here));
        Assert.Contains("/xdg/Claude/claude_desktop_config.json", AgentPlaces.Of("claude", here));
        Assert.DoesNotContain("/home/me/.codex/config.toml", AgentPlaces.Of("codex", here));
    }

    [Fact]
    public void What_came_with_a_project_is_told_from_what_is_the_users() => Assert.All(AgentPlaces.Agents, static agent =>
    {
        var here = Machine(OSPlatformKind.Linux, "/home/me");
        Assert.All(AgentPlaces.OfProject(agent, here), static path => Assert.StartsWith("/home/me/p/", path, StringComparison.Ordinal));
        Assert.All(AgentPlaces.OfUser(agent, here), static path => Assert.False(path.StartsWith("/home/me/p/", StringComparison.Ordinal)));
    });

    [Fact]
    public void Every_agent_has_places() =>
        Assert.All(AgentPlaces.Agents, static agent => Assert.NotEmpty(AgentPlaces.Of(agent, Machine(OSPlatformKind.Linux, "/home/me"))));

    [Fact]
    public void The_page_about_configs_has_every_agent()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/config.md"));

        Assert.All(AgentPlaces.Agents, agent => Assert.Contains($"\n| `{agent}` | ", page, StringComparison.Ordinal));
    }

    private static Surroundings Machine(OSPlatformKind system, string home, params (string Name, string Value)[] variables) => new(
        system, home, ["/home/me/p/sub", "/home/me/p"], name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
