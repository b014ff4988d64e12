using System.CommandLine;
using System.CommandLine.Parsing;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Cli.Configs.Places;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Sample;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen scaffold</c>: a config, an agent's servers, a command or an address in; skills out.</summary>
internal sealed class ScaffoldCommand
{
    private const string DefaultOutput = "skills";

    private readonly Argument<string[]> _words = new("config")
    {
        Description = "How to reach the server: an mcp-config.json, the file of an agent or editor, or a server.json. After --, the server's command.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _from = new("--from") { Description = $"Your own servers of an agent: {string.Join(", ", AgentPlaces.Agents)}.", HelpName = "AGENT" };
    private readonly Option<string?> _url = new("--url") { Description = "The server's address, instead of a config.", HelpName = "URL" };
    private readonly Option<string?> _transport = new("--transport") { Description = "With --url: http, or sse for servers of the old kind.", HelpName = "http|sse" };
    private readonly Option<string[]> _headers = new("--header") { Description = "With --url: a header for every request, 'Name: value'. Can be repeated.", HelpName = "HEADER", DefaultValueFactory = static _ => [] };
    private readonly Option<string[]> _variables = new("--env") { Description = "With a command: a variable for the server, NAME=VALUE. Can be repeated.", HelpName = "VARIABLE", DefaultValueFactory = static _ => [] };
    private readonly Option<string?> _name = new("--name") { Description = "With a command or --url: the skill's name.", HelpName = "NAME" };
    private readonly Option<string?> _description = new("--description") { Description = "What the skill does and when to use it; without it, made from the server's tools.", HelpName = "TEXT" };
    private readonly Option<string?> _server = new("--server") { Description = "One of several servers in the config; without it, all of them.", HelpName = "NAME" };
    private readonly Option<string> _folder = new("--output", "-o")
    {
        Description = "The folder that holds your skills; each skill becomes a folder in it.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => DefaultOutput,
    };

    private readonly Option<bool> _keepSecrets = new("--keep-secrets") { Description = "Leave secrets in the config, rather than move them to .env." };
    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Write the skill without building its executor; 'dotnet publish' in executor/ does that later." };
    private readonly Option<bool> _sample = new("--sample") { Description = "Make a skill of the built-in sample server, and call it: needs no config." };
    private readonly Option<bool> _json = new("--json") { Description = "Print what became of every server as an array." };

    public static Command Create(TextWriter output, StageDisplay display)
    {
        var parts = new ScaffoldCommand();
        var command = new ExemplifiedCommand(
            "scaffold",
            "Make agent skills of MCP servers.",
            "mcpgen scaffold mcp-config.json",
            "mcpgen scaffold --from claude --server github",
            "mcpgen scaffold --env API_KEY=... -- npx -y @example/weather-server",
            "mcpgen scaffold --url https://example.com/mcp --header 'Authorization: Bearer ...'")
        {
            parts._words, parts._from, parts._url, parts._transport, parts._headers, parts._variables, parts._name, parts._description, parts._server,
            parts._folder, parts._keepSecrets, parts._noBuild, parts._sample, parts._json,
        };
        command.SetAction((parsed, cancellationToken) => parts.RunAsync(parsed, output, display, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, TextWriter output, StageDisplay display, CancellationToken cancellationToken)
    {
        var options = new ScaffoldOptions(Build: !parsed.GetValue(_noBuild), KeepSecrets: parsed.GetValue(_keepSecrets));
        var folder = Path.GetFullPath(parsed.GetValue(_folder)!);
        var source = SourceOf(parsed);
        if (source is Source.Sample)
        {
            return await SampleTour.RunAsync(new Scaffolder(output, display, folder, options), output, cancellationToken).ConfigureAwait(false);
        }

        var servers = source switch
        {
            Source.File file => ConfigFile.ReadEach(file.Path, parsed.GetValue(_server)),
            Source.Agent agent => AgentSearch.Find(agent.Name, parsed.GetValue(_server), Surroundings.Here(), display.Note),
            Source.Process process => Single(CommandLineSource.Process(process.Command, parsed.GetValue(_name), parsed.GetValue(_variables)!)),
            Source.Remote remote => Single(CommandLineSource.Remote(remote.Url, remote.Transport, parsed.GetValue(_name), parsed.GetValue(_headers)!)),
            _ => throw new InvalidOperationException($"There is no such source: {source}."),
        };
        servers = WithDescription(servers, parsed.GetValue(_description));
        return (int)await new ScaffoldRun(output, display, folder, options).RunAsync(servers, parsed.GetValue(_json), cancellationToken).ConfigureAwait(false);
    }

    private static IReadOnlyList<ServerReading> WithDescription(IReadOnlyList<ServerReading> servers, string? description) => (servers, description) switch
    {
        (_, null) => servers,
        ([{ Source: { } source } server], var text) => [server with { Source = source.WithDescription(text) }],
        ([_], _) => servers,
        _ => throw Wrong($"--description is for one server, and there are {servers.Count}; choose one with --server."),
    };

    private static IReadOnlyList<ServerReading> Single(ServerSource source) => [new ServerReading(null, source, [])];

    /// <summary>Where the servers come from: exactly one place, and only with the options that mean something there.</summary>
    private Source SourceOf(ParseResult parsed)
    {
        var (files, command) = SplitAtDashes(parsed);
        (string Spelled, bool IsGiven)[] places =
        [
            ("a config", files.Length > 0), ("--from", parsed.GetValue(_from) is not null), ("--url", parsed.GetValue(_url) is not null),
            ("a command after --", command is not null), ("--sample", parsed.GetValue(_sample)),
        ];
        var given = places.Where(static place => place.IsGiven).Select(static place => place.Spelled).ToArray();
        if (given.Length != 1)
        {
            throw Wrong(given.Length == 0
                ? "no config is given; expected the path of an mcp-config.json, --from AGENT, --url URL, -- COMMAND, or --sample."
                : $"{string.Join(" and ", given)} are given; expected only one of them.");
        }

        Expect(given[0] is "a config" or "--from", _server, parsed, "a config or --from");
        Expect(given[0] is "--url", _headers, parsed, "--url");
        Expect(given[0] is "--url", _transport, parsed, "--url");
        Expect(given[0] is "a command after --", _variables, parsed, "a command after --");
        Expect(given[0] is "a command after --" or "--url", _name, parsed, "a command after -- or --url; a config says it with \"name\"");
        Expect(given[0] is not "--sample", _json, parsed, "a source of servers, not with --sample");
        return given[0] switch
        {
            "a config" => files is [var file] ? new Source.File(file) : throw Wrong($"{files.Length} configs are given ({string.Join(", ", files)}); expected one. The server's command goes after --."),
            "--from" => new Source.Agent(AgentOf(parsed.GetValue(_from)!)),
            "--url" => new Source.Remote(parsed.GetValue(_url)!, TransportOf(parsed.GetValue(_transport))),
            "--sample" => new Source.Sample(),
            _ => new Source.Process(command is { Length: > 0 } ? command : throw Wrong("nothing stands after --; expected the server's command: mcpgen scaffold -- npx -y @example/server")),
        };
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
            throw Wrong($"{option.Name} is only meant with {where}.");
        }
    }

    private static string AgentOf(string agent)
    {
        if (AgentPlaces.Agents.Contains(agent))
        {
            return agent;
        }

        var nearest = Suggestion.Nearest(agent, AgentPlaces.Agents);
        throw Wrong($"--from is '{agent}'; expected one of {string.Join(", ", AgentPlaces.Agents)}.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
    }

    private static TransportKind TransportOf(string? word) => word switch
    {
        null or "http" => TransportKind.Http,
        "sse" => TransportKind.Sse,
        _ => throw Wrong($"--transport is '{word}'; expected http or sse."),
    };

    private static SkillException Wrong(string message) => new(ExitCode.WrongArguments, $"{message}\nTry: mcpgen scaffold --help");

    private abstract record Source
    {
        public sealed record File(string Path) : Source;

        public sealed record Agent(string Name) : Source;

        public sealed record Remote(string Url, TransportKind Transport) : Source;

        public sealed record Process(string[] Command) : Source;

        public sealed record Sample : Source;
    }
}
