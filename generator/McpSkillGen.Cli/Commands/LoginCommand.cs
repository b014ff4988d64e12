using System.CommandLine;
using System.Globalization;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Cli.Files;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen login</c>: for a server that must be logged in to before it says what it offers, when there is no skill yet.</summary>
internal static class LoginCommand
{
    public static Command Create()
    {
        var config = new Argument<string?>("config")
        {
            Description = "How to reach the server: a config that 'mcpgen scaffold' takes, or a skill's folder.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var url = new Option<string?>("--url") { Description = "The server's address, instead of a config.", HelpName = "URL" };
        var server = new Option<string?>("--server") { Description = "One of several servers in the config.", HelpName = "NAME" };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Only print the address to open." };
        var force = new Option<bool>("--force") { Description = "Log in although you are logged in." };
        var timeout = new Option<double>("--timeout") { Description = "How long to wait for you, in seconds.", HelpName = "SECONDS", DefaultValueFactory = static _ => 300 };
        timeout.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(double.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0))
            {
                result.AddError($"--timeout is '{token.Value}'; expected a number of seconds, more than 0.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print the outcome as a JSON object." };
        var command = new ExemplifiedCommand(
            "login", "Log in to a server over HTTP, so that it can be scaffolded; the skill uses the same login.",
            "mcpgen login mcp-config.json", "mcpgen login .mcp.json --server github --no-browser", "mcpgen login --url https://example.com/mcp")
        {
            config, url, server, noBrowser, force, timeout, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            List<string> flags = ["--timeout", parsed.GetValue(timeout).ToString(CultureInfo.InvariantCulture)];
            AddIf(parsed.GetValue(noBrowser), "--no-browser");
            AddIf(parsed.GetValue(force), "--force");
            AddIf(parsed.GetValue(json), "--json");
            return RunAsync(SourceOf(parsed.GetValue(config), parsed.GetValue(url), parsed.GetValue(server)), flags, cancellationToken);

            void AddIf(bool isGiven, string flag)
            {
                if (isGiven)
                {
                    flags.Add(flag);
                }
            }
        });
        return command;
    }

    private static ServerSource SourceOf(string? path, string? url, string? serverName)
    {
        if (path is null == url is null)
        {
            throw new SkillException(
                ExitCode.WrongArguments,
                $"{(path is null ? "no config is given" : "a config and --url are given")}; expected the path of a config or a skill's folder, or --url URL.\nTry: mcpgen login --help");
        }

        if (path is null)
        {
            return serverName is null
                ? CommandLineSource.Remote(url!, TransportKind.AnyHttp, name: null, headers: [])
                : throw new SkillException(ExitCode.WrongArguments, "--server is only meant with a config.\nTry: mcpgen login --help");
        }

        var file = Directory.Exists(path) ? new SkillFolder(Path.GetFullPath(path)).ConfigFile : path;
        return ConfigFile.Read(file, serverName) is [var source]
            ? source
            : throw new SkillException(ExitCode.WrongArguments, $"{path} holds several servers; say which one you log in to: --server NAME.");
    }

    private static async Task<int> RunAsync(ServerSource source, IReadOnlyList<string> flags, CancellationToken cancellationToken)
    {
        // In the skill's own form, as for scaffolding: the login is kept for the address and the client that stand there.
        using var staged = StagedFolder.CreateIn(Path.GetTempPath());
        var skill = new SkillFolder(staged.Path);
        await File.WriteAllBytesAsync(skill.ConfigFile, SkillConfigText.For(source, staged.Path), cancellationToken).ConfigureAwait(false);
        SecretsFile.Write(SecretMove.Nothing(source), existing: null, staged.Path);
        return await HostRole.RunHereAsync(["login", "--config", skill.ConfigFile, "--until-input-ends", .. flags], cancellationToken, holdsInput: true).ConfigureAwait(false);
    }
}
