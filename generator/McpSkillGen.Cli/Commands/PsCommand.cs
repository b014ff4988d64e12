using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen ps</c>: the hosts of all skills of this user.</summary>
internal static class PsCommand
{
    public static Command Create(CommandStreams streams)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Also show skills whose host has stopped." };
        var json = new Option<bool>("--json") { Description = "Print an array with everything known about each host." };
        var command = new CommandWithExamples("ps", "Show the running hosts of all your skills.", "mcpgen ps", "mcpgen ps --all", "mcpgen ps --json") { all, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var known = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var shown = known.Where(instance => instance.IsRunning || parsed.GetValue(all)).ToArray();
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(streams.Results, shown.Select(static instance => instance.Json));
            }
            else if (shown.Length > 0)
            {
                HostTable.Write(shown, streams.Results);
            }
            else
            {
                streams.Results.Write($"No host is running.{(known.Count > 0 ? $" {HumanText.Count(known.Count, "skill has run before", "skills have run before")}: mcpgen ps --all" : "")}\n");
            }

            return (int)ExitCode.Success;
        });
        return command;
    }
}
