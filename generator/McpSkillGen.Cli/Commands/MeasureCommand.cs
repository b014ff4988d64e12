using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Measuring;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen measure</c>: what skills save of an agent's context, and what they do not.</summary>
internal static class MeasureCommand
{
    public static Command Create(TextWriter output, StageDisplay display)
    {
        var skills = new Argument<string[]>("skill") { Description = FolderArgument.Help, Arity = ArgumentArity.OneOrMore };
        var svg = new Option<string?>("--svg") { Description = "Also write a picture: each server's schemas beside its skill.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print the numbers as JSON." };
        var command = new ExemplifiedCommand(
            "measure", "Count the tokens that skills cost an agent's context, beside their servers' tool schemas.",
            "mcpgen measure skills/notes", "mcpgen measure skills/*", "mcpgen measure skills/* --svg tokens.svg") { skills, svg, json };
        command.SetAction(parsed =>
        {
            var costs = FolderArgument.Folders(parsed.GetValue(skills)!).Select(SkillMeasurement.Of).ToArray();
            if (parsed.GetValue(svg) is { } picture)
            {
                File.WriteAllText(picture, CostPicture.Of(costs));
                display.Note($"Wrote {ShortPath.Of(Path.GetFullPath(picture))}");
            }

            Show(costs, parsed.GetValue(json), output);
        });
        return command;
    }

    private static void Show(SkillCost[] costs, bool asJson, TextWriter output)
    {
        if (asJson)
        {
            output.Write(CostJson.Of(costs));
            return;
        }

        var console = ResultConsole.On(output);
        if (costs is [var only])
        {
            CostChart.Write(only, console);
        }
        else
        {
            CostTable.Write(costs, console);
        }
    }
}
