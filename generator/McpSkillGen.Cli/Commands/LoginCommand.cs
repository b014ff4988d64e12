using System.CommandLine;
using System.Globalization;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen login</c>: for a server that says what it offers only after a login.</summary>
internal static class LoginCommand
{
    private const string Paste = "--paste";

    public static Command Create(CommandStreams streams)
    {
        var config = new Argument<string?>("config")
        {
            Description = "How to reach the server: a config that 'mcpgen scaffold' takes, or a skill's folder.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var url = new Option<string?>("--url") { Description = "The server's address, instead of a config.", HelpName = "URL" };
        var server = new Option<string?>("--server") { Description = "One of several servers in the config.", HelpName = "NAME" };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Only print the address to open." };
        var device = new Option<bool>("--device") { Description = "Show a code to type on another device, which needs no browser here." };
        var paste = new Option<bool>(Paste) { Description = "The browser is elsewhere: read the address that it ends at from standard input." };
        var force = new Option<bool>("--force") { Description = "Log in again, even if you are logged in." };
        var timeout = new Option<double>("--timeout") { Description = "How long to wait for you, in seconds.", HelpName = "SECONDS", DefaultValueFactory = static _ => 300 };
        timeout.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(double.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0))
            {
                result.AddError($"--timeout is '{token.Value}'; expected a number of seconds, more than 0.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print the outcome as a JSON object." };
        var command = new CommandWithExamples(
            "login", "Log in to a server over HTTP before there is a skill for it. The skill then uses the same login.",
            "mcpgen login mcp-config.json", "mcpgen login .mcp.json --server github --device", "mcpgen login --url https://example.com/mcp")
        {
            config, url, server, noBrowser, device, paste, force, timeout, json,
        };
        command.Validators.Add(given =>
        {
            var (hasConfig, hasUrl) = (given.GetValue(config) is not null, given.GetValue(url) is not null);
            if (hasConfig == hasUrl)
            {
                given.AddError($"{(hasUrl ? "a config and --url are given" : "no config is given")}; expected the path of a config or a skill's folder, or --url URL.");
            }
            else if (hasUrl && given.GetValue(server) is not null)
            {
                given.AddError("--server only applies to a config.");
            }

            if (given.GetValue(device) && given.GetValue(paste))
            {
                given.AddError("--device and --paste exclude each other: a code needs no address.");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(url) is { } address
                ? CommandLineSource.Remote(address, TransportKind.AnyHttp, name: null, headers: [])
                : SourceOf(parsed.GetValue(config)!, parsed.GetValue(server)),
            [
                "--timeout", parsed.GetValue(timeout).ToString(CultureInfo.InvariantCulture),
                .. parsed.GetValue(noBrowser) ? ["--no-browser"] : Array.Empty<string>(),
                .. parsed.GetValue(device) ? ["--device"] : Array.Empty<string>(),
                .. parsed.GetValue(paste) ? [Paste] : Array.Empty<string>(),
                .. parsed.GetValue(force) ? ["--force"] : Array.Empty<string>(),
                .. parsed.GetValue(json) ? ["--json"] : Array.Empty<string>(),
            ],
            cancellationToken));
        return command;
    }

    private static ServerSource SourceOf(string path, string? serverName)
    {
        var file = Directory.Exists(path) ? new SkillFolder(Path.GetFullPath(path)).ConfigFile : path;
        return ConfigFile.Read(file, serverName) is [var source]
            ? source
            : throw new SkillException(ExitCode.WrongArguments, $"{path} has several servers; choose one with --server NAME.");
    }

    private static async Task<int> RunAsync(ServerSource source, IReadOnlyList<string> flags, CancellationToken cancellationToken)
    {
        // In the skill's own form, as for scaffolding: the login is kept for that address and client. The folder is this
        // user's alone, because the config may hold secrets.
        var folder = Directory.CreateTempSubdirectory("mcpgen-login-");
        try
        {
            var skill = new SkillFolder(folder.FullName);
            await File.WriteAllBytesAsync(skill.ConfigFile, SkillConfigText.For(source, skill.Root), cancellationToken).ConfigureAwait(false);
            SecretsFile.Write(SecretMove.Nothing(source), existing: null, skill.Root);
            var hasTypist = InputRelay.HasTypist;
            return await HostRole.RunHereAsync(
                ["login", "--config", skill.ConfigFile, "--until-input-ends", .. flags, .. hasTypist ? ["--with-person"] : Array.Empty<string>()],
                cancellationToken,
                holdsInput: true,
                passesInput: hasTypist || flags.Contains(Paste)).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
