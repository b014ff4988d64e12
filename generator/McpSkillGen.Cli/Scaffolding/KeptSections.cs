using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>
/// What a person wrote into a generated page, between <c>&lt;!-- mcpgen:keep --&gt;</c> and <c>&lt;!-- /mcpgen:keep --&gt;</c>: it
/// is carried over when the page is made anew, to the end of the section that it stood in, or of the page where that section is
/// gone.
/// </summary>
internal static class KeptSections
{
    private const string Begin = "<!-- mcpgen:keep -->";
    private const string End = "<!-- /mcpgen:keep -->";

    /// <param name="oldPage">The page as it was, with what is to be kept.</param>
    /// <param name="newPage">The page as it was generated.</param>
    /// <param name="file">The old page's path, for messages.</param>
    /// <exception cref="SkillException">The markers do not match: what is to be kept cannot be told.</exception>
    public static string CarryOver(string oldPage, string newPage, string file)
    {
        var kept = Find(oldPage.ReplaceLineEndings("\n").Split('\n'), file);
        var lines = newPage.Split('\n').ToList();
        foreach (var section in kept)
        {
            var (at, isLast) = EndOf(section.Heading, lines);
            lines.InsertRange(at, isLast ? ["", .. section.Lines] : [.. section.Lines, ""]);
        }

        return string.Join('\n', lines);
    }

    private static List<(string Heading, string[] Lines)> Find(string[] lines, string file)
    {
        var found = new List<(string, string[])>();
        var (heading, isCode) = ("", false);
        int? begin = null;
        for (var i = 0; i < lines.Length; i++)
        {
            switch (lines[i].Trim())
            {
                case Begin when begin is { } earlier:
                    throw Broken(file, i, $"'{Begin}' inside the one of line {earlier + 1}");
                case Begin:
                    begin = i;
                    break;
                case End when begin is null:
                    throw Broken(file, i, $"'{End}' without '{Begin}' before it");
                case End:
                    found.Add((heading, lines[begin.Value..(i + 1)]));
                    begin = null;
                    break;
                case var line when begin is null:
                    isCode ^= IsFence(line);
                    heading = !isCode && IsHeading(line) ? line : heading;
                    break;
            }
        }

        return begin is { } open ? throw Broken(file, open, $"'{Begin}' and no '{End}' after it") : found;
    }

    /// <returns>The line before which the section's end is, and whether that is the page's.</returns>
    private static (int At, bool IsLast) EndOf(string heading, List<string> lines)
    {
        var (isInside, isCode) = (false, false);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            isCode ^= IsFence(line);
            if (!isCode && IsHeading(line))
            {
                if (isInside)
                {
                    return (i, false);
                }

                isInside = line == heading;
            }
        }

        // Before the empty piece that the last line's end leaves.
        return (lines.Count - 1, true);
    }

    private static bool IsHeading(string line) => line.StartsWith('#');

    private static bool IsFence(string line) => line.StartsWith("```", StringComparison.Ordinal);

    private static SkillException Broken(string file, int line, string what) => new(
        ExitCode.WrongEnvironment,
        $"{file}:{line + 1}: {what}. What you wrote there would be lost, so nothing was changed. Expected pairs of '{Begin}' and '{End}', each on a line of its own.");
}
