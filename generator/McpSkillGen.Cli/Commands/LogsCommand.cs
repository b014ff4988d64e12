using System.CommandLine;
using McpSkillGen.Cli.Hosts;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen logs</c>: the log of one host.</summary>
internal static class LogsCommand
{
    public static Command Create(CommandStreams streams)
    {
        var name = new Argument<string>("name") { Description = InstanceChoice.Help };
        var count = new Argument<int>("n") { Description = "How many of the last lines.", DefaultValueFactory = static _ => 20 };
        count.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var lines) && lines < 0)
            {
                result.AddError($"'{token.Value}' is not a number of lines; expected 0 or more.");
            }
        });
        var tool = new Option<string?>("--tool") { Description = "Only calls of this tool.", HelpName = "TOOL" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Print new lines as they come, until Ctrl-C." };
        var json = new Option<bool>("--json") { Description = "Print an object for each line." };
        var command = new CommandWithExamples(
            "logs", "Print the log of a skill's host: names, sizes, durations and outcomes, never arguments or results.",
            "mcpgen logs notes", "mcpgen logs notes 100 --tool add-note", "mcpgen logs notes --follow") { name, count, tool, follow, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var known = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            var chosen = InstanceChoice.One(parsed.GetValue(name)!, known);
            return await HostRole.RunHereAsync(
                [
                    "logs", "--instance", chosen.Id, "--count", $"{parsed.GetValue(count)}",
                    .. parsed.GetValue(tool) is { } wanted ? ["--tool", wanted] : Array.Empty<string>(),
                    .. parsed.GetValue(follow) ? ["--follow"] : Array.Empty<string>(),
                    .. parsed.GetValue(json) ? ["--json"] : Array.Empty<string>(),
                ],
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
