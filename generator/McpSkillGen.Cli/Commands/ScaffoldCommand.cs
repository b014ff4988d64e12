using System.CommandLine;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Sample;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen scaffold</c>: a config in, a skill out.</summary>
internal static class ScaffoldCommand
{
    private const string DefaultOutput = "skills";

    public static Command Create(TextWriter output, StageDisplay display)
    {
        var config = new Argument<string?>("config")
        {
            Description = "How to reach the server: an mcp-config.json, or an agent's file with \"mcpServers\" or \"servers\".",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var folder = new Option<string>("--output", "-o")
        {
            Description = "The folder that holds your skills; each skill becomes a folder in it.",
            HelpName = "DIR",
            DefaultValueFactory = static _ => DefaultOutput,
        };
        var server = new Option<string?>("--server") { Description = "One of several servers in the config; without it, all of them.", HelpName = "NAME" };
        var noBuild = new Option<bool>("--no-build") { Description = "Write the skill without building its executor; 'dotnet publish' in executor/ does that later." };
        var sample = new Option<bool>("--sample") { Description = "Make a skill of the built-in sample server, and call it: needs no config." };

        var command = new Command("scaffold", "Make an agent skill of an MCP server.") { config, folder, server, noBuild, sample };
        command.SetAction((parsed, cancellationToken) =>
        {
            var scaffolder = new Scaffolder(output, display, Path.GetFullPath(parsed.GetValue(folder)!), build: !parsed.GetValue(noBuild));
            return (parsed.GetValue(config), parsed.GetValue(sample)) switch
            {
                (null, true) when parsed.GetValue(server) is null => SampleTour.RunAsync(scaffolder, output, cancellationToken),
                (_, true) => throw Wrong("--sample brings its own config; leave the config and --server out."),
                (null, false) => throw Wrong("no config is given; expected the path of an mcp-config.json, or --sample."),
                ({ } path, false) => RunAsync(scaffolder, path, parsed.GetValue(server), cancellationToken),
            };
        });
        return command;
    }

    private static async Task<int> RunAsync(Scaffolder scaffolder, string configPath, string? serverName, CancellationToken cancellationToken) =>
        (int)await scaffolder.RunAsync(ConfigFile.Read(configPath, serverName), cancellationToken).ConfigureAwait(false);

    private static SkillException Wrong(string message) => new(ExitCode.WrongArguments, $"{message}\nTry: mcpgen scaffold --help");
}
