using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>What <c>--help</c> prints. Lines are as long as they are: an agent reads them without a terminal.</summary>
internal static class HelpText
{
    public static string ForSkill(Skill skill)
    {
        var definition = skill.Definition;
        var text = new StringBuilder();
        text.Append(Line($"{skill.Name}: {(definition.ServerTitle.Length > 0 ? definition.ServerTitle : "an MCP server")}, from the command line."));
        text.Append($"\nUsage: {skill.Name} COMMAND [ARGUMENTS] [FLAGS]\n\nCommands:\n");
        HelpRow.AppendTo(text,
        [
            new("TOOL [--flag value ...]", $"call a tool with its own flags: {skill.Name} TOOL --help"),
            .. CommandTable.All
                .Where(command => command.IsListed(definition))
                .Select(static command => new HelpRow(command.Help.ShortUsage, command.Help.Summary)),
        ]);
        var foot = new StringBuilder();
        AppendRows(foot, "Flags of every command:\n", GlobalFlags.All.Select(static flag => flag.Help));
        foot.Append(VariablesHelp.Of(skill.Folder, Environment.GetEnvironmentVariable)).Append("""

            Exit codes: 0 success, 1 the tool failed, 2 wrong arguments, 3 config or environment wrong, 4 server not
            reachable, 5 timed out, 6 outcome unknown (check before calling again), 7 a rule forbids it or a person must
            agree first, 130 interrupted.

            """);
        AppendTools(text, definition, ScreenRows.Most - ScreenRows.Of(text.ToString()) - ScreenRows.Of(foot.ToString()) - 2);
        return text.Append(foot).ToString();
    }

    public static string ForCommand(string skillName, Command command)
    {
        var help = command.Help;
        var text = new StringBuilder($"{skillName} {command.Name}: {help.Summary}.\n\nUsage: {skillName} {help.Usage}\n");
        AppendRows(text, "", help.Verbs);
        AppendParagraph(text, help.Details);
        AppendRows(text, "Flags:\n", [.. command.Flags.Select(static flag => flag.Help), .. help.Flags]);
        AppendRows(text, "Examples:\n", help.Examples.Select(example => new HelpRow($"{skillName} {example}", "")));
        AppendParagraph(text, help.Notes);
        return text.ToString();
    }

    // With a summary each if there is room, else by name: "list" shows all.
    private static void AppendTools(StringBuilder text, SkillDefinition definition, int room)
    {
        var rows = new StringBuilder();
        HelpRow.AppendTo(rows, CommandTable.Tools(definition).Select(static tool => tool.Shortened(ScreenRows.Width)));
        if (definition.Tools.Count > 0)
        {
            text.Append("\nTools:\n").Append(definition.Tools.Count <= room
                ? rows.ToString()
                : ScreenRows.Joined(definition.Tools.Select(static tool => tool.CommandName), Math.Max(room, 3)));
        }
    }

    private static void AppendRows(StringBuilder text, string heading, IEnumerable<HelpRow> rows)
    {
        var start = text.Length;
        HelpRow.AppendTo(text, rows);
        if (text.Length > start)
        {
            text.Insert(start, "\n" + heading);
        }
    }

    private static void AppendParagraph(StringBuilder text, string paragraph)
    {
        if (paragraph.Length > 0)
        {
            text.Append('\n').Append(paragraph).Append('\n');
        }
    }

    private static string Line(string line) => PlainLine.Of(line).TrimEnd() + "\n";
}
