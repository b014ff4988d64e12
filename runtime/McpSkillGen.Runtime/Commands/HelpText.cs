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
        AppendRows(text, "Tools:\n", CommandTable.Tools(definition));
        AppendGlobalFlags(text);
        return text.Append(VariablesHelp.Of(skill.Folder, Environment.GetEnvironmentVariable)).Append("""

            Exit codes: 0 success, 1 the tool failed, 2 wrong arguments, 3 config or environment wrong, 4 server not
            reachable, 5 timed out, 6 outcome unknown (check before calling again), 7 a rule forbids it or a person must
            agree first, 130 interrupted.

            """).ToString();
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

    /// <param name="skillName">The executor's name.</param>
    /// <param name="tool">A tool, or a prompt that is asked for like one.</param>
    /// <param name="flags">Its flags.</param>
    /// <param name="more">Those that every tool has, and not every command.</param>
    public static string ForTool(string skillName, ToolDefinition tool, IReadOnlyList<ToolFlag> flags, params Flag[] more)
    {
        var text = new StringBuilder();
        text.Append(Line($"{skillName} {tool.CommandName}{(tool.Title is null ? "" : $": {tool.Title}")}"));
        foreach (var line in tool.Description.Split('\n', StringSplitOptions.TrimEntries))
        {
            text.Append(Line(line.Length == 0 ? "" : "  " + line));
        }

        if (tool.Traits.InWords() is { Length: > 0 } effects)
        {
            text.Append(Line($"  Effects, according to the server: {effects}."));
        }

        var required = string.Concat(flags.Where(static flag => flag.Definition.IsRequired).Select(static flag => $" {flag.Help.Left}"));
        var hasOptional = flags.Any(static flag => !flag.Definition.IsRequired);
        text.Append($"\nUsage: {skillName} {tool.CommandName}{required}{(hasOptional ? " [flags]" : "")}\n");
        AppendRows(text, "Flags:\n", flags.SelectMany(static flag => flag.WithProperties()).Select(static flag => flag.Help));
        AppendGlobalFlags(text, more);
        return text.Append("\nA value may also be @FILE, or - for standard input. --no-FLAG means false.\n").ToString();
    }

    private static void AppendGlobalFlags(StringBuilder text, params Flag[] more) =>
        AppendRows(text, "Flags of every command:\n", GlobalFlags.All.Concat(more).Select(static flag => flag.Help));

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
