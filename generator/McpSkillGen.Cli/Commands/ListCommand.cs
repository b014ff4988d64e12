using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Skills;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen list</c>: the skills on this machine, and who sees them.</summary>
internal static class ListCommand
{
    public static Command Create(CommandStreams streams)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Also show skills that mcpgen did not make." };
        var json = new Option<bool>("--json") { Description = "Print an array with everything known about each skill." };
        var command = new CommandWithExamples(
            "list",
            "Show the skills in this folder, in this project and in your home: their servers, their hosts, and the agents that see them.",
            "mcpgen list", "mcpgen list --all", "mcpgen list --json") { all, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var instances = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var found = SkillSearch.Here().FindAll(instances.Select(static instance => instance.Skill).OfType<string>());
            var shown = found.Where(skill => skill.Skill.IsOurs || parsed.GetValue(all)).ToArray();
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(streams.Results, shown.Select(skill => Everything(skill, instances)));
            }
            else if (shown.Length > 0)
            {
                SkillTable.Write(shown, instances, streams.Results);
            }
            else
            {
                streams.Results.Write($"mcpgen made no skill in this folder, in this project or in your home.{(found.Count > 0 ? $" {HumanText.Count(found.Count, "other skill")}: mcpgen list --all" : "")}\n");
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static object Everything(FoundSkill found, IReadOnlyList<SkillInstance> instances) => new
    {
        name = found.Skill.Name,
        folder = found.Skill.Folder,
        ours = found.Skill.IsOurs,
        server = found.Skill.Server,
        serverVersion = found.Skill.ServerVersion,
        tools = found.Skill.ToolCount,
        bytes = found.Skill.CountBytes(),
        places = found.Places,
        agents = found.Agents,
        hosts = instances.Where(instance => instance.IsRunning && instance.Skill == found.Skill.Folder).Select(static instance => instance.Json),
    };
}
