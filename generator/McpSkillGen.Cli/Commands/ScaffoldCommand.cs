using System.CommandLine;
using System.CommandLine.Parsing;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Cli.Configs.Places;
using McpSkillGen.Cli.Consent;
using McpSkillGen.Cli.Sample;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen scaffold</c>: makes skills from a config, an agent's servers, a command or an address.</summary>
internal sealed class ScaffoldCommand
{
    // The sources of servers, as messages name them.
    private const string Config = "a config";
    private const string From = "--from";
    private const string Url = "--url";
    private const string AfterDashes = "a command after --";
    private const string Sample = "--sample";

    private readonly Argument<string[]> _words = new("config")
    {
        Description = "How to reach the server: an mcp-config.json, the config file of an agent or editor, or a server.json. After --, the server's command.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _from = new Option<string?>("--from") { Description = $"Use your own servers of an agent: {string.Join(", ", AgentPlaces.Agents)}.", HelpName = "AGENT" }.Among(AgentPlaces.Agents);
    private readonly Option<string?> _url = new("--url") { Description = "The server's address, instead of a config.", HelpName = "URL" };
    private readonly Option<string?> _transport = new Option<string?>("--transport") { Description = "With --url: http, or sse for older servers. By default, whichever the server speaks.", HelpName = "http|sse" }.Among(["http", "sse"]);
    private readonly Option<string[]> _headers = new("--header") { Description = "With --url: a header for every request, 'Name: value'. Repeatable.", HelpName = "HEADER", DefaultValueFactory = static _ => [] };
    private readonly Option<string[]> _variables = new("--env") { Description = "With a command: an environment variable for the server, NAME=VALUE. Repeatable.", HelpName = "VARIABLE", DefaultValueFactory = static _ => [] };
    private readonly Option<string?> _name = new("--name") { Description = "The skill's name, for one server.", HelpName = "NAME" };
    private readonly Option<string?> _description = new("--description") { Description = "What the skill does and when to use it. Written from the server's tools by default.", HelpName = "TEXT" };
    private readonly Option<string?> _server = new("--server") { Description = "One of several servers in the config. All of them by default.", HelpName = "NAME" };
    private readonly Option<string> _folder = new("--output", "-o")
    {
        Description = "The folder for your skills. Each skill gets a folder of its own in it.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => "skills",
    };

    private readonly Option<bool> _keepSecrets = new("--keep-secrets") { Description = "Leave secrets in the config instead of moving them to .env." };
    private readonly Option<bool> _replace = new("--replace") { Description = "Replace a skill of the same name even if it is another server's." };
    private readonly Option<bool> _trust = new(Permission.Flag) { Description = $"With --from: {Permission.Help[..1].ToLowerInvariant()}{Permission.Help[1..]}" };
    private readonly Option<bool> _askDestructive = new("--ask-destructive") { Description = "Add a rule to the config: a person is asked before each call of a tool that the server calls destructive." };
    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Write the skill without building its executor. The first call builds it, or 'mcpgen restore'." };
    private readonly Option<bool> _sample = new("--sample") { Description = "Make a skill from the built-in sample server and call it. Needs no config." };
    private readonly Option<bool> _json = new("--json") { Description = "Print an array with the outcome for each server." };

    public static Command Create(CommandStreams streams)
    {
        var parts = new ScaffoldCommand();
        var command = new CommandWithExamples(
            "scaffold",
            "Make agent skills from MCP servers.",
            "mcpgen scaffold mcp-config.json",
            "mcpgen scaffold --from claude --server github",
            "mcpgen scaffold --env API_KEY=... -- npx -y @example/weather-server",
            "mcpgen scaffold --url https://example.com/mcp --header 'Authorization: Bearer ...'")
        {
            parts._words, parts._from, parts._url, parts._transport, parts._headers, parts._variables, parts._name, parts._description, parts._server,
            parts._folder, parts._keepSecrets, parts._replace, parts._trust, parts._askDestructive, parts._noBuild, parts._sample, parts._json,
        };
        command.SetAction((parsed, cancellationToken) => parts.RunAsync(parsed, streams, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CommandStreams streams, CancellationToken cancellationToken)
    {
        var (output, display) = streams;
        var options = new ScaffoldOptions(
            Build: !parsed.GetValue(_noBuild),
            KeepSecrets: parsed.GetValue(_keepSecrets),
            Replace: parsed.GetValue(_replace),
            AskDestructive: parsed.GetValue(_askDestructive));
        var folder = Path.GetFullPath(parsed.GetValue(_folder)!);
        var (files, command) = SplitAtDashes(parsed);
        var source = OnlySource(parsed, files, command);
        if (source is Sample)
        {
            return await SampleTour.RunAsync(new Scaffolder(output, display, folder, options), output, cancellationToken).ConfigureAwait(false);
        }

        var (name, server) = (parsed.GetValue(_name), parsed.GetValue(_server));
        IReadOnlyList<ServerReading> servers = source switch
        {
            Config when files is [var file] => ConfigFile.ReadEach(file, server),
            Config => throw Wrong($"{files.Length} configs are given ({string.Join(", ", files)}); expected one. The server's command goes after --."),
            From => ProjectServers.Permitted(
                AgentSearch.Find(parsed.GetValue(_from)!, server, Surroundings.Here(), display.Note), Permission.Of(display, parsed.GetValue(_trust)), display),
            Url => Single(CommandLineSource.Remote(
                parsed.GetValue(_url)!, TransportOf(parsed.GetValue(_transport)), name, parsed.GetValue(_headers)!)),
            _ when command is { Length: > 0 } => Single(CommandLineSource.Process(command, name, parsed.GetValue(_variables)!)),
            _ => throw Wrong("there is nothing after --; expected the server's command: mcpgen scaffold -- npx -y @example/server"),
        };
        if (command is not null && MisplacedOptions.In(command) is { Length: > 0 } misplaced)
        {
            display.Warn($"{string.Join(", ", misplaced)} after -- goes to the server's command. If it is for mcpgen, put it before the --.");
        }

        servers = WithName(WithDescription(servers, parsed.GetValue(_description)), source is Config or From ? name : null);
        return (int)await new ScaffoldRun(output, display, folder, options).RunAsync(servers, parsed.GetValue(_json), cancellationToken).ConfigureAwait(false);
    }

    private static IReadOnlyList<ServerReading> WithName(IReadOnlyList<ServerReading> servers, string? name) => (servers, name) switch
    {
        (_, null) => servers,
        ([{ Source: { } source } server], var text) => [server with { Source = source.WithName(text) }],
        ([_], _) => servers,
        _ => throw Wrong($"--name is for one server, but there are {servers.Count}; choose one with --server."),
    };

    private static IReadOnlyList<ServerReading> WithDescription(IReadOnlyList<ServerReading> servers, string? description) => (servers, description) switch
    {
        (_, null) => servers,
        ([{ Source: { } source } server], var text) => [server with { Source = source.WithDescription(text) }],
        ([_], _) => servers,
        _ => throw Wrong($"--description is for one server, but there are {servers.Count}; choose one with --server."),
    };

    private static TransportKind TransportOf(string? word) => word switch
    {
        "http" => TransportKind.Http,
        "sse" => TransportKind.Sse,
        _ => TransportKind.AnyHttp,
    };

    private static IReadOnlyList<ServerReading> Single(ServerSource source) => [new ServerReading(null, source, [])];

    /// <summary>Where the servers come from: exactly one source, and only with the options that apply to it.</summary>
    private string OnlySource(ParseResult parsed, string[] files, string[]? command)
    {
        (string Source, bool IsGiven)[] sources =
        [
            (Config, files.Length > 0), (From, parsed.GetValue(_from) is not null), (Url, parsed.GetValue(_url) is not null),
            (AfterDashes, command is not null), (Sample, parsed.GetValue(_sample)),
        ];
        var given = sources.Where(static source => source.IsGiven).Select(static source => source.Source).ToArray();
        if (given is not [var only])
        {
            throw Wrong(given.Length == 0
                ? "no config is given; expected the path of an mcp-config.json, --from AGENT, --url URL, -- COMMAND, or --sample."
                : $"{string.Join(" and ", given)} are given; expected only one of them.");
        }

        Expect(only is Config or From, _server, parsed, $"{Config} or {From}");
        Expect(only is Url, _headers, parsed, Url);
        Expect(only is Url, _transport, parsed, Url);
        Expect(only is AfterDashes, _variables, parsed, AfterDashes);
        Expect(only is not Sample, _name, parsed, $"{Config}, {From}, {Url} or {AfterDashes}");
        Expect(only is From, _trust, parsed, From);
        Expect(only is not Sample, _json, parsed, $"{Config}, {From}, {Url} or {AfterDashes}");
        return only;
    }

    private (string[] Files, string[]? Command) SplitAtDashes(ParseResult parsed)
    {
        var words = parsed.GetValue(_words) ?? [];
        var dashes = parsed.Tokens.TakeWhile(static token => token.Type is not TokenType.DoubleDash).Count();
        var after = parsed.Tokens.Count - dashes - 1;
        return after < 0 ? (words, null) : (words[..^after], words[^after..]);
    }

    private static void Expect(bool isMeant, Option option, ParseResult parsed, string where)
    {
        if (!isMeant && parsed.GetResult(option) is { Implicit: false })
        {
            throw Wrong($"{option.Name} only applies to {where}.");
        }
    }

    private static SkillException Wrong(string message) => new(ExitCode.WrongArguments, $"{message}\nTry: mcpgen scaffold --help");
}
