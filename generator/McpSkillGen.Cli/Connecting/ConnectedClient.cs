using System.Text.Json.Nodes;
using McpSkillGen.Cli.Configs.Places;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Connecting;

/// <summary>A program that speaks MCP and can be given a server: its file, and how a server is written there.</summary>
/// <param name="Key">As the command line spells it.</param>
/// <param name="Place">What <see cref="AgentPlaces"/> calls it.</param>
/// <param name="ListKey">The member that has the servers.</param>
/// <param name="SaysType">Whether a server says that it is on standard streams.</param>
internal sealed record ConnectedClient(string Key, string Place, string ListKey, bool SaysType = false)
{
    public static IReadOnlyList<ConnectedClient> All { get; } =
    [
        new("claude", "claude-code", "mcpServers", SaysType: true),
        new("claude-desktop", "claude-desktop", "mcpServers"),
        new("cursor", "cursor", "mcpServers"),
        new("vscode", "vscode", "servers", SaysType: true),
        new("codex", "codex", "mcp_servers"),
        new("gemini", "gemini", "mcpServers"),
    ];

    /// <summary>Whether its file is TOML and not JSON.</summary>
    public bool IsToml => Key is "codex";

    /// <exception cref="SkillException">There is no such client, or it has no file for a project.</exception>
    public static ConnectedClient Of(string key) => All.FirstOrDefault(client => client.Key == key)
        ?? throw new SkillException(ExitCode.WrongArguments, $"'{key}' is not a client that mcpgen can connect; expected one of {string.Join(", ", All.Select(static client => client.Key))}.");

    /// <summary>The file to write to: the user's own, or that of the project.</summary>
    /// <exception cref="SkillException">It has no file for a project.</exception>
    public string FileIn(Surroundings here, bool ofProject)
    {
        var places = ofProject ? AgentPlaces.OfProject(Place, here) : AgentPlaces.OfUser(Place, here);
        if (places.Count == 0)
        {
            throw new SkillException(ExitCode.WrongArguments, $"{Key} has no file for a project. Leave --scope out.");
        }

        // VS Code's settings.json had servers before mcp.json did. In a project, the file belongs beside the version control.
        var own = places.Where(place => Key is not "vscode" || Path.GetFileName(place) is not "settings.json").ToArray();
        return own.FirstOrDefault(File.Exists) ?? (ofProject ? own[^1] : own[0]);
    }

    /// <param name="launcher">What runs the skill's executor.</param>
    /// <returns>The server as the file has it: command and arguments.</returns>
    public static (string Command, IReadOnlyList<string> Arguments) LaunchOf(string launcher) =>
        launcher.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase) ? ("cmd", ["/c", launcher, "mcp"]) : (launcher, ["mcp"]);

    /// <param name="command">What to start.</param>
    /// <param name="arguments">Its arguments.</param>
    public JsonObject Entry(string command, IReadOnlyList<string> arguments)
    {
        var entry = new JsonObject();
        if (SaysType)
        {
            entry["type"] = "stdio";
        }

        entry["command"] = command;
        entry["args"] = new JsonArray([.. arguments.Select(static argument => JsonValue.Create(argument))]);
        return entry;
    }
}
