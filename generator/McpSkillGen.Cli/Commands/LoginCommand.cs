using System.CommandLine;
using System.Globalization;
using McpSkillGen.Cli.Building;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen login</c>: for a server that must be logged in to before it says what it offers, when there is no skill yet.</summary>
internal static class LoginCommand
{
    public static Command Create()
    {
        var config = new Argument<string>("config") { Description = "How to reach the server: what 'mcpgen scaffold' takes, or a skill's folder." };
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
            "mcpgen login mcp-config.json", "mcpgen login .mcp.json --server github --no-browser") { config, server, noBrowser, force, timeout, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            List<string> flags = ["--timeout", parsed.GetValue(timeout).ToString(CultureInfo.InvariantCulture)];
            AddIf(parsed.GetValue(noBrowser), "--no-browser");
            AddIf(parsed.GetValue(force), "--force");
            AddIf(parsed.GetValue(json), "--json");
            return RunAsync(parsed.GetValue(config)!, parsed.GetValue(server), flags, cancellationToken);

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

    private static async Task<int> RunAsync(string path, string? serverName, IReadOnlyList<string> flags, CancellationToken cancellationToken)
    {
        var file = Directory.Exists(path) ? new SkillFolder(Path.GetFullPath(path)).ConfigFile : path;
        if (ConfigFile.Read(file, serverName) is not [var source])
        {
            throw new SkillException(ExitCode.WrongArguments, $"{path} holds several servers; say which one you log in to: --server NAME.");
        }

        // In the skill's own form, as for scaffolding: the login is kept for the address and the client that stand there.
        using var staged = StagedFolder.CreateIn(Path.GetTempPath());
        var skill = new SkillFolder(staged.Path);
        await File.WriteAllBytesAsync(skill.ConfigFile, SkillConfigText.For(source, staged.Path), cancellationToken).ConfigureAwait(false);
        SecretsFile.Write(source, existing: null, staged.Path);
        return await HostRole.RunHereAsync(["login", "--config", skill.ConfigFile, "--until-input-ends", .. flags], cancellationToken, holdsInput: true).ConfigureAwait(false);
    }
}
