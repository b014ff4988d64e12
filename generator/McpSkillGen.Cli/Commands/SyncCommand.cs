using System.CommandLine;
using McpSkillGen.Cli.Consent;
using McpSkillGen.Cli.Syncing;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen sync</c>: brings a skill up to date with its server.</summary>
internal static class SyncCommand
{
    public static Command Create(CommandStreams streams)
    {
        var skill = new Argument<string>("skill") { Description = "The skill's folder.", DefaultValueFactory = static _ => "." };
        var check = new Option<bool>("--check") { Description = "Change nothing. Exit with 1 if the server's tools differ from the skill's; for CI." };
        var json = new Option<bool>("--json") { Description = "Print the differences as JSON." };
        var trust = new Option<bool>(Permission.Flag) { Description = Permission.Help };
        var command = new CommandWithExamples(
            "sync", "Show what changed on the server since the skill was made, and update the skill.",
            "mcpgen sync skills/notes", "mcpgen sync skills/notes --check") { skill, check, trust, json };
        command.SetAction((parsed, cancellationToken) => new SkillSync(
            streams.Results, streams.Display, Permission.Of(streams.Display, parsed.GetValue(trust))).RunAsync(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(skill)!)),
            parsed.GetValue(check),
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }
}
