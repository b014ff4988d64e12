using System.Text;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Measuring;

/// <summary>The costs of several skills, a row each: for a terminal of 80 columns, and for a page of Markdown.</summary>
internal static class CostTable
{
    private const int Gap = 2;

    private static readonly Column[] Columns =
    [
        new("SKILL", "server", static cost => cost.Skill),
        new("TOOLS", "tools", static cost => HumanText.Grouped(cost.Tools)),
        new("SCHEMAS", "schemas", static cost => HumanText.Grouped(cost.Schemas)),
        new("ENTRY", "catalog entry", static cost => HumanText.Grouped(cost.Entry)),
        new("PAGE", "SKILL.md", static cost => HumanText.Grouped(cost.Page)),
        new("TOOL", "one tool", static cost => HumanText.Grouped(cost.Detail)),
        new("IDLE", "idle", static cost => CostChart.Percent(cost.IdleSaving)),
        new("1 CALL", "1 call", static cost => CostChart.Percent(cost.FirstCallSaving)),
        new("10", "10 calls", static cost => CostChart.Percent(cost.TenCallSaving)),
    ];

    public static void Write(IReadOnlyList<SkillCost> costs, IAnsiConsole console)
    {
        var widths = Columns.Select(column => Math.Max(column.Heading.Length, costs.Max(cost => column.Of(cost).Length))).ToArray();
        widths[0] = Math.Min(widths[0], ResultConsole.LayoutWidth - widths.Skip(1).Sum(static width => width + Gap));
        console.MarkupLine($"[grey]{Markup.Escape(Row(Columns.Select(static column => column.Heading), widths))}[/]");
        foreach (var cost in costs)
        {
            var row = Markup.Escape(Row(Columns.Select(column => column.Of(cost)), widths));
            console.MarkupLine(cost.FirstCallSaving > 0 ? row : $"[yellow]{row}[/]");
        }

        console.WriteLine();
        console.MarkupLine($"Tokens by {TokenCount.Tokenizer}. SCHEMAS: every tool's name, description and input schema.");
        console.MarkupLine("ENTRY is always in context, PAGE is SKILL.md, TOOL one tool's reference (mean).");
        console.MarkupLine("IDLE, 1 CALL, 10: the skill beside the schemas while unused, after one call, and");
        console.MarkupLine("after ten calls of different tools. [yellow]+: the skill costs more.[/]");
    }

    /// <summary>The same rows for a page, with numbers to the right.</summary>
    public static string Markdown(IReadOnlyList<SkillCost> costs)
    {
        var table = new StringBuilder();
        table.Append($"| {string.Join(" | ", Columns.Select(static column => column.Title))} |\n");
        table.Append($"|---|{string.Concat(Enumerable.Repeat("---:|", Columns.Length - 1))}\n");
        foreach (var cost in costs)
        {
            table.Append($"| {string.Join(" | ", Columns.Select(column => column.Of(cost).Replace('-', column.Title is "server" ? '-' : '−')))} |\n");
        }

        return table.ToString();
    }

    private static string Row(IEnumerable<string> cells, int[] widths) => string.Join(
        new string(' ', Gap),
        cells.Select((cell, i) => i > 0 ? cell.PadLeft(widths[i]) : cell.Length <= widths[0] ? cell.PadRight(widths[0]) : cell[..(widths[0] - 1)] + "…"));

    private sealed record Column(string Heading, string Title, Func<SkillCost, string> Of);
}
