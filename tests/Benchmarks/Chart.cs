using System.Globalization;
using System.Net;
using System.Text;

namespace Benchmarks;

/// <summary>Bars of medians as an SVG picture, readable on a light page and on a dark one.</summary>
internal static class Chart
{
    private const int Width = 800;
    private const int LabelEnd = 330;
    private const int LongestBar = 380;
    private const int RowHeight = 30;
    private const int Top = 64;

    private const string Style = """
        text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
        .title { font-size: 18px; font-weight: 600 }
        .number { font-size: 12px; font-variant-numeric: tabular-nums }
        .ground { fill: #ffffff; stroke: #d1d9e0 }
        .ours { fill: #4ac26b }
        .others { fill: #aab4bf }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .ground { fill: #0d1117; stroke: #3d444d }
          .ours { fill: #2ea043 }
          .others { fill: #59636e }
        }
        """;

    /// <summary>Writes <c>docs/NAME.svg</c>. What stands in bold in a title is ours.</summary>
    /// <param name="work">Knows where docs are.</param>
    /// <param name="name">The file's, without its ending.</param>
    /// <param name="title">Above the bars, with the unit.</param>
    /// <param name="measured">Their candidates' medians; one that is measured twice is shown once.</param>
    public static Task WriteAsync(Work work, string name, string title, Measurement[] measured) =>
        WriteAsync(
            work,
            name,
            title,
            [.. measured
                .SelectMany(static measurement => measurement.Medians)
                .DistinctBy(static bar => bar.Title)
                .OrderBy(static bar => bar.Milliseconds)]);

    /// <param name="work">Knows where docs are.</param>
    /// <param name="name">The file's, without its ending.</param>
    /// <param name="title">Above the bars, with the unit.</param>
    /// <param name="bars">From top to bottom.</param>
    public static Task WriteAsync(Work work, string name, string title, (string Title, double Length)[] bars) =>
        File.WriteAllTextAsync(Path.Combine(work.Repository, "docs", name + ".svg"), Draw(title, bars));

    private static string Draw(string title, (string Title, double Length)[] bars)
    {
        var height = Top + (bars.Length * RowHeight) + 16;
        var longest = bars.Max(static bar => bar.Length);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" role="img" aria-labelledby="title">
            <title id="title">{WebUtility.HtmlEncode(title)}</title>
            <style>
            {Style}
            </style>
            <rect class="ground" x="0.5" y="0.5" width="{Width - 1}" height="{height - 1}" rx="8"/>
            <text class="title" x="28" y="40">{WebUtility.HtmlEncode(title)}</text>

            """);
        for (var i = 0; i < bars.Length; i++)
        {
            var (label, value) = bars[i];
            var length = Math.Max(1.5, value / longest * LongestBar);
            var y = Top + (i * RowHeight);
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{LabelEnd}" y="{y + 14}" text-anchor="end">{WebUtility.HtmlEncode(Plain(label))}</text>
                <rect class="{(label.Contains("**", StringComparison.Ordinal) ? "ours" : "others")}" x="{LabelEnd + 12}" y="{y + 2}" width="{length:0.0}" height="16" rx="1"/>
                <text class="number" x="{LabelEnd + 18 + length:0.0}" y="{y + 14}">{value:#,0.0}</text>

                """);
        }

        return svg.Append("</svg>\n").ToString();
    }

    // What explains a title in the table is too long for a picture.
    private static string Plain(string title) =>
        title.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).Split([':', ';'])[0].Split(", from")[0];
}
