using System.CommandLine;
using McpSkillGen.Cli.Checking;
using McpSkillGen.Cli.Consent;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen test</c>: whether a skill works.</summary>
internal static class TestCommand
{
    public static Command Create(CommandStreams streams)
    {
        var skill = new Argument<string>("skill") { Description = SkillChoice.Help, DefaultValueFactory = static _ => "." };
        var json = new Option<bool>("--json") { Description = "Print an array of checks." };
        var trust = new Option<bool>(Permission.Flag) { Description = Permission.Help };
        var command = new CommandWithExamples(
            "test",
            "Try a skill: its files, its executor's list and describe, and a call of a tool that only reads. Stops what it starts.",
            "mcpgen test skills/notes", "mcpgen test notes", "mcpgen test notes --json") { skill, trust, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = await SkillChoice.OneAsync(parsed.GetValue(skill)!, cancellationToken).ConfigureAwait(false);
            Permission.Of(streams.Display, parsed.GetValue(trust)).RequireFor(new SkillFolder(chosen.Folder));
            var checks = new CheckList(streams.Results, parsed.GetValue(json));
            await new SkillTest(chosen, checks).RunAsync(cancellationToken).ConfigureAwait(false);
            checks.End();
            return (int)(checks.IsAllWell ? ExitCode.Success : ExitCode.ToolFailed);
        });
        return command;
    }
}
