namespace McpSkillGen.Cli.Skills;

/// <summary>The agents that read skills, and where each looks for them.</summary>
/// <param name="home">The user's home folder.</param>
/// <param name="variable">Looks a variable up.</param>
internal sealed class Agents(string home, Func<string, string?> variable)
{
    /// <summary>The folder that every agent but one reads in a project.</summary>
    public const string SharedKey = "agents";

    /// <summary>The agent that does not.</summary>
    public const string ClaudeKey = "claude";

    /// <summary>Every value of <c>--agent</c>.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. new Agents("", static _ => null).All.Select(static agent => agent.Key)];

    /// <summary>For the user of this process.</summary>
    public static Agents OfThisUser() =>
        new(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable);

    public IReadOnlyList<Agent> All =>
    [
        new(SharedKey, "any agent that reads .agents/skills", [".agents/skills"], [InHome(".agents/skills")]),
        new(ClaudeKey, "Claude Code", [".claude/skills"], [Claude]),
        new("codex", "Codex", [".agents/skills"], [InHome(".agents/skills")]),
        new("copilot", "GitHub Copilot", [".github/skills", ".claude/skills", ".agents/skills"], [InHome(".copilot/skills"), InHome(".agents/skills")]),
        new("cursor", "Cursor", [".cursor/skills", ".agents/skills", ".claude/skills", ".codex/skills"], [InHome(".cursor/skills"), InHome(".agents/skills"), Claude, InHome(".codex/skills")]),
        new("gemini", "Gemini CLI", [".gemini/skills", ".agents/skills"], [InHome(".gemini/skills"), InHome(".agents/skills")]),
        new("opencode", "OpenCode", [".opencode/skills", ".claude/skills", ".agents/skills"], [InHome(".config/opencode/skills"), Claude, InHome(".agents/skills")]),
        new("pi", "pi", [".pi/skills", ".agents/skills"], [InHome(".pi/agent/skills"), InHome(".agents/skills")]),
        new("goose", "Goose", [".goose/skills", ".claude/skills", ".agents/skills"], [InHome(".config/goose/skills"), Claude]),
    ];

    public Agent this[string key] => All.Single(agent => agent.Key == key);

    private string Claude => variable("CLAUDE_CONFIG_DIR") is { Length: > 0 } chosen ? Path.Combine(Path.GetFullPath(chosen), "skills") : InHome(".claude/skills");

    private string InHome(string folder) => Path.Combine(home, folder.Replace('/', Path.DirectorySeparatorChar));
}
