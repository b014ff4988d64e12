using System.Globalization;
using System.Net;
using System.Text;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Measuring;

/// <summary>The costs as an SVG: for each server a bar of its schemas, and below it one of the skill after a call.</summary>
/// <remarks>It has a ground of its own, and follows the reader's choice of light or dark where the viewer tells it.</remarks>
internal static class CostPicture
{
    private const int Width = 800;
    private const int Margin = 28;
    private const int LabelWidth = 148;
    private const int LongestLabel = 21;
    private const int BarLeft = Margin + LabelWidth + 12;
    private const int NumberRoom = 128;
    private const int BarHeight = 11;
    private const int RowHeight = 42;
    private const int Top = 104;
    private const int Bottom = 48;
    private const double BarRoom = Width - BarLeft - NumberRoom - Margin;

    private const string Style =
        """
        text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
        .title { font-size: 18px; font-weight: 600 }
        .quiet { font-size: 12px; fill: #59636e }
        .number { font-size: 12px; font-variant-numeric: tabular-nums }
        .saving { font-weight: 600; fill: #116329 }
        .loss { font-weight: 600; fill: #9a3412 }
        .ground { fill: #ffffff; stroke: #d1d9e0 }
        .schemas { fill: #aab4bf }
        .idle { fill: #116329 }
        .call { fill: #4ac26b }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .quiet { fill: #9198a1 }
          .saving { fill: #56d364 }
          .loss { fill: #f0883e }
          .ground { fill: #0d1117; stroke: #3d444d }
          .schemas { fill: #59636e }
          .idle { fill: #aff5b4 }
          .call { fill: #2ea043 }
        }
        """;

    /// <param name="costs">A row each, in this order.</param>
    public static string Of(IReadOnlyList<SkillCost> costs)
    {
        var height = Top + (costs.Count * RowHeight) + Bottom;
        var most = Math.Max(1, costs.Max(static cost => Math.Max(cost.Schemas, cost.FirstCall)));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title\">\n");
        svg.Append("<title id=\"title\">Tokens in an agent's context: tool schemas beside a skill after one call</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<style>\n{Style.ReplaceLineEndings("\n")}\n</style>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"{Width - 1}\" height=\"{height - 1}\" rx=\"8\"/>\n");
        svg.Append(Text(Margin, 40, "title", "What a server costs an agent's context, in tokens"));
        Legend(svg);
        for (var i = 0; i < costs.Count; i++)
        {
            Row(svg, costs[i], Top + (i * RowHeight), most);
        }

        svg.Append(Text(Margin, height - 20, "quiet", $"Tokenizer {TokenCount.Tokenizer}. Schemas: name, description and input schema of every tool, minified."));
        return svg.Append("</svg>\n").ToString();
    }

    private static void Legend(StringBuilder svg)
    {
        var left = Margin;
        foreach (var (kind, words, width) in new[] { ("schemas", "tool schemas, always in context", 232), ("idle", "skill: catalog entry, always", 206), ("call", "+ SKILL.md and one reference, after a call", 0) })
        {
            svg.Append(Bar(kind, left, 59, 10, 10));
            svg.Append(Text(left + 16, 68, "quiet", words));
            left += width;
        }
    }

    private static void Row(StringBuilder svg, SkillCost cost, int top, int most)
    {
        var schemas = Math.Max(1, cost.Schemas * BarRoom / most);
        var idle = Math.Max(1, cost.Entry * BarRoom / most);
        var call = Math.Max(1, (cost.FirstCall - cost.Entry) * BarRoom / most);
        var saving = cost.FirstCallSaving;
        svg.Append(Text(Margin + LabelWidth, top + 11, "", Label(cost.Skill), "end"));
        svg.Append(Text(Margin + LabelWidth, top + 26, "quiet", HumanText.Count(cost.Tools, "tool"), "end"));
        svg.Append(Bar("schemas", BarLeft, top + 1, schemas, BarHeight));
        svg.Append(Text(BarLeft + schemas + 6, top + 11, "number", HumanText.Grouped(cost.Schemas)));
        svg.Append(Bar("idle", BarLeft, top + 15, idle, BarHeight));
        svg.Append(Bar("call", BarLeft + idle, top + 15, call, BarHeight));
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"number\" x=\"{BarLeft + idle + call + 6:0.#}\" y=\"{top + 25}\">{HumanText.Grouped(cost.FirstCall)}<tspan class=\"{(saving > 0 ? "saving" : "loss")}\" dx=\"7\">{CostChart.Percent(saving).Replace('-', '−')}</tspan></text>\n");
    }

    private static string Label(string skill) => skill.Length <= LongestLabel ? skill : skill[..(LongestLabel - 1)] + "…";

    private static string Bar(string kind, double x, double y, double width, double height) =>
        string.Create(CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"1\"/>\n");

    private static string Text(double x, double y, string kind, string words, string anchor = "start") =>
        string.Create(CultureInfo.InvariantCulture, $"<text{(kind.Length > 0 ? $" class=\"{kind}\"" : "")} x=\"{x:0.#}\" y=\"{y:0.#}\"{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}>{WebUtility.HtmlEncode(words)}</text>\n");
}
