using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Syncing;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen sync</c>: a skill and its server, brought together again.</summary>
internal static class SyncCommand
{
    public static Command Create(TextWriter output, StageDisplay display)
    {
        var skill = new Argument<string>("skill")
        {
            Description = "The skill's folder.",
            DefaultValueFactory = static _ => ".",
        };
        var check = new Option<bool>("--check") { Description = "Change nothing; exit with 1 when the server's tools differ from the skill's, for CI." };
        var json = new Option<bool>("--json") { Description = "Print the differences as JSON." };

        var command = new Command("sync", "Show what a server changed since its skill was made, and make the skill anew.") { skill, check, json };
        command.SetAction((parsed, cancellationToken) => new SkillSync(output, display).RunAsync(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(skill)!)),
            parsed.GetValue(check),
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }
}
