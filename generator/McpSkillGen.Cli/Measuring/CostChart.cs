using System.Globalization;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Measuring;

/// <summary>One skill's cost as bars, at most <see cref="ResultConsole.LayoutWidth"/> wide.</summary>
internal static class CostChart
{
    private const int NumberWidth = 9;
    private const int Indent = 2;

    public static void Write(SkillCost cost, IAnsiConsole console)
    {
        (string Label, int Tokens, string Saving, string Colour)[] bars =
        [
            ("schemas, always", cost.Schemas, "", "yellow"),
            ("skill, idle", cost.Entry, Percent(cost.IdleSaving), "green"),
            ("skill, after 1 call", cost.FirstCall, Percent(cost.FirstCallSaving), "green"),
            ("skill, after 10 calls", cost.TenCalls, Percent(cost.TenCallSaving), "green"),
        ];
        var labelWidth = bars.Max(static bar => bar.Label.Length);
        var room = ResultConsole.LayoutWidth - Indent - labelWidth - "  ".Length - NumberWidth - "  -100%".Length;
        var most = Math.Max(1, bars.Max(static bar => bar.Tokens));

        console.MarkupLine($"[bold]{Markup.Escape(cost.Skill)}[/]: {HumanText.Count(cost.Tools, "tool")}, tokens in context by {TokenCount.Tokenizer}");
        console.WriteLine();
        foreach (var (label, tokens, saving, colour) in bars)
        {
            var bar = Bar(tokens, most, room, console.Profile.Capabilities.Unicode);
            console.MarkupLine($"  {label.PadRight(labelWidth)}  [{colour}]{bar}[/]{(bar.Length > 0 ? " " : "")}{HumanText.Grouped(tokens)}{(saving.Length > 0 ? $"  [bold]{saving}[/]" : "")}");
        }

        console.WriteLine();
        foreach (var line in Words(cost))
        {
            console.MarkupLine($"  {Markup.Escape(line)}");
        }
    }

    /// <summary>The change of the cost: <c>-71%</c> for a saving of 0.71. Only a cost of nothing is <c>-100%</c>.</summary>
    public static string Percent(double saving) => Math.Round(-saving * 100) switch
    {
        0 => "0%",
        -100 when saving < 1 => "-99%",
        var change => change.ToString("+0;-0", CultureInfo.InvariantCulture) + "%",
    };

    /// <summary>Where the numbers come from, and the verdict; a line each.</summary>
    internal static IEnumerable<string> Words(SkillCost cost)
    {
        yield return $"catalog entry {HumanText.Grouped(cost.Entry)} + SKILL.md {HumanText.Grouped(cost.Page)} + one tool's reference {HumanText.Grouped(cost.Detail)} (mean)";
        yield return cost switch
        {
            { Schemas: 0 } => "The server has no tools, so there is nothing to save.",
            { IdleSaving: <= 0 } => "This skill costs more than the schemas, even while it is not used.",
            { FirstCallSaving: <= 0 } => "The server has few tools: the skill is only cheaper in conversations that do not use it.",
            { TenCallSaving: <= 0 } => "The skill is cheaper until most of its tools have been looked up.",
            _ => "The skill is cheaper even after ten calls of different tools.",
        };
    }

    // In eighths of a cell if the terminal has them. At least one mark for more than nothing.
    private static string Bar(int tokens, int most, int room, bool isUnicode)
    {
        if (tokens == 0)
        {
            return "";
        }

        if (!isUnicode)
        {
            return new string('#', Math.Max(1, (int)Math.Round((double)tokens * room / most)));
        }

        var eighths = Math.Max(1, (int)Math.Round((double)tokens * room * 8 / most));
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[(eighths % 8) - 1]);
    }
}
