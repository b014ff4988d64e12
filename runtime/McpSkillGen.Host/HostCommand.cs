using System.Globalization;
using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host;

/// <summary>The roles of this program. People call none of them: executors, <c>mcpgen</c> and the host itself do.</summary>
internal abstract record HostCommand
{
    public const string Usage =
        """
        mcp-skill-host keeps an MCP server alive for a skill's executor, which starts it when it is needed.

          mcp-skill-host serve --skill DIR [--workspace ROOT] [--executor FILE] [--stdio]
          mcp-skill-host introspect --config FILE [--login-command TEXT]
          mcp-skill-host login (--skill DIR | --config FILE) [--force] [--no-browser] [--timeout SECONDS] [--json] [--until-input-ends]
          mcp-skill-host logout (--skill DIR | --config FILE) [--json] [--until-input-ends]
          mcp-skill-host guard --of PID --in DIR -- COMMAND [ARGUMENT...]
          mcp-skill-host hosts --json
          mcp-skill-host stop (--instance ID[,ID...] | --all) [--force]
          mcp-skill-host logs --instance ID [--count N] [--tool TOOL] [--follow] [--json]
        """;

    private HostCommand()
    {
    }

    public sealed record Serve(string SkillFolder, string? Workspace, string ExecutorFile, bool IsStdio) : HostCommand;

    /// <param name="ConfigFile">How to reach the server.</param>
    /// <param name="LoginCommand">What a person runs to log in, for messages.</param>
    public sealed record Introspect(string ConfigFile, string LoginCommand) : HostCommand;

    /// <param name="ConfigFile">Absolute.</param>
    /// <param name="Force">Log in although there is a login.</param>
    /// <param name="NoBrowser">Only print the address.</param>
    /// <param name="Timeout">How long the person may take.</param>
    /// <param name="AsJson">Print the outcome as JSON.</param>
    /// <param name="EndsWithInput">Give up when standard input ends.</param>
    public sealed record Login(string ConfigFile, bool Force, bool NoBrowser, TimeSpan? Timeout, bool AsJson, bool EndsWithInput) : HostCommand;

    /// <param name="ConfigFile">Absolute.</param>
    /// <param name="AsJson">Print the outcome as JSON.</param>
    /// <param name="EndsWithInput">Give up when standard input ends.</param>
    public sealed record Logout(string ConfigFile, bool AsJson, bool EndsWithInput) : HostCommand;

    public sealed record Guard(int HostId, string Folder, IReadOnlyList<string> Command) : HostCommand;

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
        ["guard", .. var rest] => GuardCommand.Parse(rest) is var (hostId, folder, command) ? new Guard(hostId, folder, command) : new Help("guard needs --of PID --in DIR -- COMMAND."),
        ["serve", .. var rest] when TryReadOptions(rest, ["--skill", "--workspace", "--executor"], ["--stdio"], out var options) =>
            options.GetValueOrDefault("--skill") is { } skill
                ? new Serve(Path.GetFullPath(skill), options.GetValueOrDefault("--workspace"), options.GetValueOrDefault("--executor") ?? "", options.ContainsKey("--stdio"))
                : new Help("serve needs --skill DIR."),
        ["introspect", .. var rest] when TryReadOptions(rest, ["--config", "--login-command"], [], out var options) =>
            options.GetValueOrDefault("--config") is { } config
                ? new Introspect(config, options.GetValueOrDefault("--login-command") ?? $"mcpgen login {ShellWord.Of(config)}")
                : new Help("introspect needs --config FILE."),
        ["login", .. var rest] when TryReadOptions(rest, ["--skill", "--config", "--timeout"], ["--force", "--no-browser", "--json", "--until-input-ends"], out var options) =>
            ConfigIn(options) is { } config
                ? new Login(config, options.ContainsKey("--force"), options.ContainsKey("--no-browser"), SecondsIn(options, "--timeout"), options.ContainsKey("--json"), options.ContainsKey("--until-input-ends"))
                : new Help("login needs --skill DIR, or --config FILE."),
        ["logout", .. var rest] when TryReadOptions(rest, ["--skill", "--config"], ["--json", "--until-input-ends"], out var options) =>
            ConfigIn(options) is { } config
                ? new Logout(config, options.ContainsKey("--json"), options.ContainsKey("--until-input-ends"))
                : new Help("logout needs --skill DIR, or --config FILE."),
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

    private static string? ConfigIn(Dictionary<string, string> options) => (options.GetValueOrDefault("--skill"), options.GetValueOrDefault("--config")) switch
    {
        ({ } skill, null) => new SkillFolder(Path.GetFullPath(skill)).ConfigFile,
        (null, { } config) => Path.GetFullPath(config),
        _ => null,
    };

    // Whoever starts us has checked it.
    private static TimeSpan? SecondsIn(Dictionary<string, string> options, string name) =>
        double.TryParse(options.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;

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
