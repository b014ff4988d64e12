using System.Text;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// What <c>TOOL --help</c> prints. It never takes more than two screens, so that nobody loses the beginning: first the descriptions
/// become shorter, then optional flags are only named.
/// </summary>
/// <param name="skillName">The executor's name.</param>
/// <param name="tool">A tool, or a prompt that is asked for like one.</param>
/// <param name="flags">Its flags.</param>
/// <param name="showsAll">The command line that shows what is left out here.</param>
/// <param name="more">Flags that every tool has, and not every command.</param>
internal sealed class ToolHelp(string skillName, ToolDefinition tool, IReadOnlyList<ToolFlag> flags, string showsAll, params GlobalFlag[] more)
{
    private const int MaxDescriptionRows = 12;
    private const int MaxUsageLength = 240;

    private readonly ToolFlag[] _flags = [.. flags.SelectMany(static flag => flag.WithProperties())];
    private bool _isCut;

    public string Text()
    {
        var head = Head();
        var foot = Foot();
        var flags = Flags(ScreenRows.Most - ScreenRows.Of(head) - ScreenRows.Of(foot) - 4);
        return $"{head}{flags}{(_isCut ? $"\nAll of it: {PlainLine.Of(showsAll)}\n" : "")}{foot}";
    }

    private string Head()
    {
        var text = new StringBuilder();
        text.Append(Line($"{skillName} {tool.CommandName}{(tool.Title is null ? "" : $": {tool.Title}")}"));
        var rows = 0;
        foreach (var line in tool.Description.Length == 0 ? [] : tool.Description.Split('\n', StringSplitOptions.TrimEntries))
        {
            var room = (MaxDescriptionRows - rows) * ScreenRows.Width - 2;
            if (room <= 0)
            {
                _isCut = true;
                break;
            }

            _isCut |= line.Length > room;
            var shown = Line(line.Length == 0 ? "" : "  " + ValueCheck.Shortened(line, room - 1));
            text.Append(shown);
            rows += ScreenRows.Of(shown);
        }

        if (tool.Traits.InWords() is { Length: > 0 } effects)
        {
            text.Append(Line($"  Effects, according to the server: {effects}."));
        }

        var needed = string.Concat(flags.Where(static flag => RequiredDefault.IsNeeded(flag.Definition)).Select(static flag => $" {flag.Help.Left}"));
        var hasOptional = flags.Any(static flag => !RequiredDefault.IsNeeded(flag.Definition));
        var usage = $"{tool.CommandName}{(needed.Length <= MaxUsageLength ? needed : " --flag VALUE ...")}{(hasOptional ? " [flags]" : "")}";
        return text.Append('\n').Append(Line($"Usage: {skillName} {usage}")).ToString();
    }

    private string Flags(int room)
    {
        var rows = Array.ConvertAll(_flags, static flag => flag.Help);
        if (Section("Flags:\n", rows) is var whole && ScreenRows.Of(whole) <= room)
        {
            return whole;
        }

        _isCut = true;
        if (rows.Length < room)
        {
            return Section("Flags:\n", Array.ConvertAll(rows, static row => row.Shortened(ScreenRows.Width)));
        }

        var needed = Array.FindAll(_flags, static flag => RequiredDefault.IsNeeded(flag.Definition))
            .Take(room / 2).Select(static flag => flag.Help.Shortened(ScreenRows.Width)).ToArray();
        var others = Array.FindAll(_flags, static flag => !RequiredDefault.IsNeeded(flag.Definition)).Select(static flag => flag.Help.Left);
        var names = ScreenRows.Joined(others, room - needed.Length - 4);
        return $"{Section("Flags:\n", needed)}\n{(needed.Length > 0 ? "Other flags" : "Flags")}:\n{names}";
    }

    private string Foot()
    {
        GlobalFlag[] all = [.. GlobalFlags.All, .. more];
        var names = string.Join(", ", Array.ConvertAll(all, flag => flag.NameBeside(_flags)));
        var taken = Array.FindAll(all, flag => flag.NameBeside(_flags) == flag.OwnName);
        var own = taken.Length == 0
            ? ""
            : $" Here {string.Join(" and ", Array.ConvertAll(taken, static flag => flag.Name))} {(taken.Length == 1 ? "is an argument" : "are arguments")} of the tool.";
        return $"\nFlags of every command: {names}; see {skillName} --help.{own}\nA value may also be @FILE, or - for standard input. --no-FLAG means false.\n";
    }

    private static string Section(string heading, HelpRow[] rows)
    {
        var text = new StringBuilder();
        HelpRow.AppendTo(text, rows);
        return text.Length == 0 ? "" : $"\n{heading}{text}";
    }

    private static string Line(string line) => PlainLine.Of(line).TrimEnd() + "\n";
}
