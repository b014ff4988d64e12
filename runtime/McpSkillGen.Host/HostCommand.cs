using McpSkillGen.Host.Processes;

namespace McpSkillGen.Host;

/// <summary>The roles of this program. People call none of them: executors, <c>mcpgen</c> and the host itself do.</summary>
internal abstract record HostCommand
{
    public const string Usage =
        """
        mcp-skill-host keeps an MCP server alive for a skill's executor, which starts it when it is needed.

          mcp-skill-host serve --skill DIR [--workspace ROOT] [--executor FILE] [--stdio]
          mcp-skill-host introspect --config FILE
          mcp-skill-host guard --of PID -- COMMAND [ARGUMENT...]
          mcp-skill-host hosts --json
          mcp-skill-host stop (--instance ID[,ID...] | --all) [--force]
          mcp-skill-host logs --instance ID [--count N] [--tool TOOL] [--follow] [--json]
        """;

    private HostCommand()
    {
    }

    public sealed record Serve(string SkillFolder, string? Workspace, string ExecutorFile, bool IsStdio) : HostCommand;

    public sealed record Introspect(string ConfigFile) : HostCommand;

    public sealed record Guard(int HostId, IReadOnlyList<string> Command) : HostCommand;

    /// <summary>Every instance of this user.</summary>
    public sealed record Hosts : HostCommand;

    /// <param name="Ids">Which instances; empty for all.</param>
    /// <param name="Force">Kill a host that does not answer.</param>
    public sealed record Stop(IReadOnlyList<string> Ids, bool Force) : HostCommand;

    public sealed record Logs(string Id, string? Count, string? ToolName, bool Follow, bool AsJson) : HostCommand;

    /// <param name="Problem">What was wrong; null when help was asked for.</param>
    public sealed record Help(string? Problem) : HostCommand;

    public static HostCommand Parse(string[] arguments) => arguments switch
    {
        ["guard", .. var rest] => GuardCommand.Parse(rest) is var (hostId, command) ? new Guard(hostId, command) : new Help("guard needs --of PID -- COMMAND."),
        ["serve", .. var rest] when TryReadOptions(rest, ["--skill", "--workspace", "--executor"], ["--stdio"], out var options) =>
            options.GetValueOrDefault("--skill") is { } skill
                ? new Serve(Path.GetFullPath(skill), options.GetValueOrDefault("--workspace"), options.GetValueOrDefault("--executor") ?? "", options.ContainsKey("--stdio"))
                : new Help("serve needs --skill DIR."),
        ["introspect", .. var rest] when TryReadOptions(rest, ["--config"], [], out var options) =>
            options.GetValueOrDefault("--config") is { } config ? new Introspect(config) : new Help("introspect needs --config FILE."),
        ["hosts", .. var rest] when TryReadOptions(rest, [], ["--json"], out _) => new Hosts(),
        ["stop", .. var rest] when TryReadOptions(rest, ["--instance"], ["--all", "--force"], out var options) =>
            options.ContainsKey("--instance") != options.ContainsKey("--all")
                ? new Stop(options.GetValueOrDefault("--instance")?.Split(',') ?? [], options.ContainsKey("--force"))
                : new Help("stop needs --instance ID[,ID...], or --all."),
        ["logs", .. var rest] when TryReadOptions(rest, ["--instance", "--count", "--tool"], ["--follow", "--json"], out var options) =>
            options.GetValueOrDefault("--instance") is { } id
                ? new Logs(id, options.GetValueOrDefault("--count"), options.GetValueOrDefault("--tool"), options.ContainsKey("--follow"), options.ContainsKey("--json"))
                : new Help("logs needs --instance ID."),
        ["--help" or "-h" or "help"] => new Help(Problem: null),
        [] => new Help("No command was given."),
        _ => new Help($"This command line is none of ours: {string.Join(' ', arguments)}"),
    };

    private static bool TryReadOptions(
        string[] arguments,
        ReadOnlySpan<string> withValue,
        ReadOnlySpan<string> flags,
        out Dictionary<string, string> options)
    {
        options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (flags.Contains(arguments[i]))
            {
                options[arguments[i]] = "";
            }
            else if (withValue.Contains(arguments[i]) && i + 1 < arguments.Length)
            {
                options[arguments[i]] = arguments[++i];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
