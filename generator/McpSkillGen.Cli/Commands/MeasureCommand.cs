using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Measuring;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen measure</c>: how much of an agent's context skills save, or cost.</summary>
internal static class MeasureCommand
{
    public static Command Create(CommandStreams streams)
    {
        var skills = new Argument<string[]>("skill") { Description = FolderArgument.Help, Arity = ArgumentArity.OneOrMore };
        var svg = new Option<string?>("--svg") { Description = "Also write a picture that compares each server's schemas with its skill.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print the numbers as JSON." };
        var command = new CommandWithExamples(
            "measure", "Count the tokens that skills take in an agent's context, compared with their servers' tool schemas.",
            "mcpgen measure skills/notes", "mcpgen measure skills/*", "mcpgen measure skills/* --svg tokens.svg") { skills, svg, json };
        command.SetAction(parsed =>
        {
            var costs = FolderArgument.Folders(parsed.GetValue(skills)!).Select(SkillMeasurement.Of).ToArray();
            if (parsed.GetValue(svg) is { } picture)
            {
                File.WriteAllText(picture, CostPicture.Of(costs));
                streams.Display.Note($"Wrote {ShortPath.Of(Path.GetFullPath(picture))}");
            }

            if (parsed.GetValue(json))
            {
                CostJson.Write(costs, streams.Results);
            }
            else if (costs is [var only])
            {
                CostChart.Write(only, ResultConsole.On(streams.Results));
            }
            else
            {
                CostTable.Write(costs, ResultConsole.On(streams.Results));
            }
        });
        return command;
    }
}
