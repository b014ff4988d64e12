using System.CommandLine;
using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// What may stand where the cursor is: <c>__complete "=CURRENT" WORD…</c>, asked by the scripts of
/// <see cref="CompletionScripts"/>. Answered from what is compiled in: no server, no host.
/// </summary>
/// <param name="definition">The skill.</param>
/// <param name="builtIns">Its commands that are no tools.</param>
internal sealed class Completion(SkillDefinition definition, IReadOnlyList<string> builtIns)
{
    public const string Command = "__complete";
    public const string ScriptCommand = "completions";

    private const int MaxAboutLength = 80;

    /// <param name="args">The word at the cursor, after a <c>=</c>; then the words before it, without the program.</param>
    /// <returns>A line for each: the word, and what it is about after a tab. Empty where a file's name may stand.</returns>
    public string Answer(string[] args)
    {
        if (args is not [['=', .. var current], .. var before])
        {
            return "";
        }

        // Bash parts "--state=open" at the "=".
        if (current == "=")
        {
            current = "";
        }
        else if (before is [.., _, "="])
        {
            before = before[..^1];
        }

        var answer = new StringBuilder();
        foreach (var (word, about) in Candidates(before, current).Where(candidate => candidate.Left.StartsWith(current, StringComparison.Ordinal)))
        {
            answer.Append(PlainLine.Of(word));
            if (about.Length > 0)
            {
                answer.Append('\t').Append(PlainLine.Of(about.Length <= MaxAboutLength ? about : about[..(MaxAboutLength - 1)] + "…"));
            }

            answer.Append('\n');
        }

        return answer.ToString();
    }

    private IEnumerable<HelpRow> Candidates(string[] before, string current)
    {
        var (name, words) = CommandFinder.Split(before);
        if (name is null)
        {
            return before is [.., var last] && GlobalOptions.TakesValue(last) ? []
                : current is ['-', ..] ? GlobalFlags()
                : [.. builtIns.Select(static command => new HelpRow(command, "")), .. Tools()];
        }

        var isFirst = words.All(static word => word is ['-', ..]);
        return name switch
        {
            _ when words is [.., var last] && GlobalOptions.TakesValue(last) => [],
            "help" when isFirst => [.. builtIns.Select(static command => new HelpRow(command, "")), .. Tools()],
            "call" or "describe" when isFirst && current is not ['-', ..] => Tools(),
            "call" or "help" or "describe" or "list" => current is ['-', ..] ? GlobalFlags() : [],
            "logs" when words is [.., "--tool"] => Tools(),
            "logs" => [.. HostRequest.LogFlags.Select(static flag => new HelpRow(flag.Left.Split(' ', ',')[0], flag.Right)), .. GlobalFlags()],
            BatchCommand.Name when words is [.., "--parallel"] || current is not ['-', ..] => [],
            BatchCommand.Name => BatchCommand.Flags.Select(static flag => new HelpRow(flag.Left.Split(' ')[0], flag.Right)),
            ScriptCommand => isFirst ? CompletionScripts.Shells.Select(static shell => new HelpRow(shell, "")) : [],
            _ when HostCommands.Names.Contains(name) => current is ['-', ..] ? GlobalFlags() : [],
            _ => definition.FindTool(name) is { } tool ? OfTool(tool, words, current) : [],
        };
    }

    private static IEnumerable<HelpRow> OfTool(ToolDefinition tool, string[] words, string current)
    {
        var flags = Flag.AddTo(new Command(tool.CommandName), tool).SelectMany(static flag => flag.WithProperties()).ToArray();
        if (words is [.., var last] && Named(flags, last) is { Definition.Kind: not ArgumentKind.Boolean } pending)
        {
            return Values(pending.Definition).Select(static value => new HelpRow(value, ""));
        }

        // Zsh and fish leave "--state=op" whole.
        if (current.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && Named(flags, current[..at]) is { } assigned)
        {
            return Values(assigned.Definition).Select(value => new HelpRow($"{current[..at]}={value}", ""));
        }

        var open = flags.Where(flag => flag.Definition.Kind is ArgumentKind.Array or ArgumentKind.Object || !words.Contains(flag.Name)).ToArray();
        return
        [
            .. open.Where(static flag => flag.Definition.IsRequired).Select(static flag => new HelpRow(flag.Name, $"(required) {flag.Definition.Description}")),
            .. open.Where(static flag => !flag.Definition.IsRequired).Select(static flag => new HelpRow(flag.Name, flag.Definition.Description ?? "")),
            .. current.Length > 0 ? GlobalFlags() : [],
        ];
    }

    private static Flag? Named(Flag[] flags, string word) =>
        Array.Find(flags, flag => flag.Name == word || "--" + flag.Definition.WireName == word);

    private static IReadOnlyList<string> Values(ArgumentDefinition definition) => definition switch
    {
        { AllowedValues: { Count: > 0 } values } => values,
        { Item.AllowedValues: { Count: > 0 } values } => values,
        { Kind: ArgumentKind.Boolean } or { Item.Kind: ArgumentKind.Boolean } => ["true", "false"],
        _ => [],
    };

    private IEnumerable<HelpRow> Tools() =>
        definition.Tools.Select(static tool => new HelpRow(tool.CommandName, tool.Summary));

    private static IEnumerable<HelpRow> GlobalFlags() =>
        GlobalOptions.Help.Select(static option => new HelpRow("--" + option.Name, option.Summary));
}
