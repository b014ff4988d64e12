using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>What <c>--help</c> prints. Wide lines are the terminal's to wrap: an agent reads it without one.</summary>
internal static class HelpText
{
    private const int MaxColumn = 28;

    /// <param name="skill">The skill.</param>
    /// <param name="variables">What <see cref="VariablesHelp"/> says.</param>
    public static string ForSkill(SkillDefinition skill, string variables = "")
    {
        var text = new StringBuilder();
        text.Append(Line($"{skill.Name}: {(skill.ServerTitle.Length > 0 ? skill.ServerTitle : "an MCP server")}, from the command line."));
        text.Append($"""

            Usage:
              {skill.Name} TOOL [--flag value ...]       a tool, with its own flags: {skill.Name} TOOL --help
              {skill.Name} call TOOL JSON                a tool, with its arguments as JSON, @FILE or - (standard input)
              {skill.Name} batch [FILE|-]                many calls, a line of JSON each: {skill.Name} batch --help
              {skill.Name} list                          the tools
              {skill.Name} describe TOOL                 a tool as the server describes it, with its schemas{ServerCommands(skill)}
              {skill.Name} status | stats | logs [N]     the process that keeps the server alive, its calls, its log
              {skill.Name} stop | restart | reset-stats  end it, replace it and the server, count from zero
              {skill.Name} login | logout                let a person log in to the server, where it asks for that
              {skill.Name} completions SHELL             a script for bash, zsh, fish or pwsh that completes all of this

            Tools:

            """);
        AppendRows(text, skill.Tools.Select(static tool => new HelpRow(tool.CommandName, tool.Summary)));
        AppendGlobalFlags(text);
        return text.Append(variables).Append("""

            Exit codes: 0 done, 1 the tool failed, 2 wrong arguments, 3 config or environment wrong, 4 server not
            reachable, 5 timed out, 6 outcome unknown (check before calling again), 130 interrupted.

            """).ToString();
    }

    /// <param name="skillName">The executor's name.</param>
    /// <param name="tool">A tool, or a prompt that is asked for like one.</param>
    /// <param name="flags">Its flags.</param>
    public static string ForCommand(string skillName, ToolDefinition tool, IReadOnlyList<Flag> flags)
    {
        var text = new StringBuilder();
        text.Append(Line($"{skillName} {tool.CommandName}{(tool.Title is null ? "" : $": {tool.Title}")}"));
        foreach (var line in tool.Description.Split('\n', StringSplitOptions.TrimEntries))
        {
            text.Append(Line(line.Length == 0 ? "" : "  " + line));
        }

        if (tool.Traits.InWords() is { Length: > 0 } effects)
        {
            text.Append(Line($"  Effects, by the server's own word: {effects}."));
        }

        var required = string.Concat(flags.Where(static flag => flag.Definition.IsRequired).Select(static flag => $" {Spelled(flag)}"));
        var hasOptional = flags.Any(static flag => !flag.Definition.IsRequired);
        text.Append($"\nUsage: {skillName} {tool.CommandName}{required}{(hasOptional ? " [flags]" : "")}\n");
        if (flags.Count > 0)
        {
            text.Append("\nFlags:\n");
            AppendRows(text, flags.SelectMany(static flag => flag.WithProperties()).Select(static flag => new HelpRow(Spelled(flag), Describe(flag.Definition))));
        }

        AppendGlobalFlags(text);
        return text.Append("\nA value may also be @FILE, or - for standard input. --no-FLAG means false.\n").ToString();
    }

    private static string ServerCommands(SkillDefinition skill)
    {
        var text = "";
        if (skill.Features.HasFlag(ServerFeatures.Resources))
        {
            text += $"\n  {skill.Name} resources [list | read URI]   what the server has to read";
        }

        if (skill.Features.HasFlag(ServerFeatures.Prompts))
        {
            text += $"\n  {skill.Name} prompts [list | get NAME]    the server's prompts, with their arguments as flags";
        }

        return text;
    }

    private static string Spelled(Flag flag) => Placeholder(flag.Definition) is { } value ? $"{flag.Name} {value}" : flag.Name;

    private static string Spelled(string name, string? value) => value is null ? $"--{name}" : $"--{name} {value}";

    private static string? Placeholder(ArgumentDefinition definition) => definition switch
    {
        { Kind: ArgumentKind.Boolean } => null,
        { AllowedValues.Count: > 0 } => "VALUE",
        { Kind: ArgumentKind.String } => "TEXT",
        { Kind: ArgumentKind.Integer } => "INTEGER",
        { Kind: ArgumentKind.Number } => "NUMBER",
        { Kind: ArgumentKind.Array, Item: { } item } => $"{Placeholder(item) ?? "true|false"} ...",
        { Kind: ArgumentKind.Object, Value: not null, Properties.Count: 0 } => "NAME=VALUE ...",
        { Alternatives: { Count: > 0 } alternatives } => string.Join('|', alternatives.Select(static one => Placeholder(one) ?? "true|false").Distinct()),
        _ => "JSON",
    };

    private static string Describe(ArgumentDefinition definition)
    {
        var parts = new List<string>();
        if (definition.IsRequired)
        {
            parts.Add("(required)");
        }

        if (!string.IsNullOrWhiteSpace(definition.Description))
        {
            parts.Add(string.Join(' ', definition.Description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        var values = definition.AllowedValues.Count > 0 ? definition.AllowedValues : definition.Item?.AllowedValues ?? [];
        if (values.Count > 0)
        {
            parts.Add($"[one of: {string.Join(", ", values)}]");
        }

        if (JsonShape.Of(definition) is { } shape)
        {
            parts.Add($"[JSON: {shape}]");
        }

        var limits = string.Join(", ", [.. Expectation.Limits(definition), .. definition.Item is { } item ? Expectation.Limits(item) : []]);
        if (limits.Length > 0)
        {
            parts.Add($"[{limits}]");
        }

        if (definition.IsNullable)
        {
            parts.Add("[or null]");
        }

        if (definition.DefaultJson is { } defaultJson)
        {
            parts.Add($"[default: {defaultJson}]");
        }

        return string.Join(' ', parts);
    }

    internal static void AppendGlobalFlags(StringBuilder text)
    {
        text.Append("\nFlags of every command:\n");
        AppendRows(text, GlobalOptions.Help.Select(static option => new HelpRow(Spelled(option.Name, option.Value), option.Summary)));
    }

    internal static void AppendRows(StringBuilder text, IEnumerable<HelpRow> rows)
    {
        var all = rows.ToArray();
        var column = Math.Min(MaxColumn, all.Length == 0 ? 0 : all.Max(static row => row.Left.Length));
        foreach (var (left, right) in all)
        {
            text.Append(Line($"  {left.PadRight(column)}{(right.Length > 0 ? "  " : "")}{right}"));
        }
    }

    private static string Line(string line) => PlainLine.Of(line).TrimEnd() + "\n";
}
