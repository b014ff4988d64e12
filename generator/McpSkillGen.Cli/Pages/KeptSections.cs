using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Pages;

/// <summary>
/// What a person wrote into a generated page, between <c>&lt;!-- mcpgen:keep --&gt;</c> and <c>&lt;!-- /mcpgen:keep --&gt;</c>: it
/// is carried over when the page is made anew, to the end of the section that it stood in, or of the page where that section is
/// gone.
/// </summary>
internal static class KeptSections
{
    private const string Begin = "<!-- mcpgen:keep -->";
    private const string End = "<!-- /mcpgen:keep -->";

    /// <summary>Writes the new page again, with what is to be kept of the old one; nothing where either is missing.</summary>
    /// <param name="oldFolder">The skill as it is.</param>
    /// <param name="newFolder">The skill as it is made anew.</param>
    /// <param name="page">The page: relative to both.</param>
    /// <exception cref="SkillException">The markers do not match: what is to be kept cannot be told.</exception>
    public static void CarryOverPage(string oldFolder, string newFolder, string page)
    {
        var (oldFile, newFile) = (Path.Combine(oldFolder, page), Path.Combine(newFolder, page));
        if (!File.Exists(oldFile) || !File.Exists(newFile))
        {
            return;
        }

        var text = File.ReadAllText(newFile);
        var kept = CarryOver(File.ReadAllText(oldFile), text, oldFile);
        if (kept != text)
        {
            File.WriteAllText(newFile, kept);
        }
    }

    /// <summary>Whether a page has anything to keep.</summary>
    /// <exception cref="SkillException">The markers do not match.</exception>
    public static bool AreIn(string file) => Find(File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n'), file).Count > 0;

    /// <summary>Where a page's markers do not match, and how; null where they do.</summary>
    public static (int Line, string Problem)? MistakeIn(IReadOnlyList<string> lines)
    {
        int? begin = null;
        for (var i = 0; i < lines.Count; i++)
        {
            switch (lines[i].Trim())
            {
                case Begin when begin is { } earlier:
                    return (i + 1, $"'{Begin}' inside the one of line {earlier + 1}");
                case Begin:
                    begin = i;
                    break;
                case End when begin is null:
                    return (i + 1, $"'{End}' without '{Begin}' before it");
                case End:
                    begin = null;
                    break;
            }
        }

        return begin is { } open ? (open + 1, $"'{Begin}' and no '{End}' after it") : null;
    }

    /// <summary>What a page with such a mistake needs.</summary>
    public const string Expected = $"pairs of '{Begin}' and '{End}', each on a line of its own";

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
        if (MistakeIn(lines) is (var line, var problem))
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"{file}:{line}: {problem}. What you wrote there would be lost, so nothing was changed. Expected {Expected}.");
        }

        var found = new List<(string, string[])>();
        var (heading, isCode, begin) = ("", false, -1);
        for (var i = 0; i < lines.Length; i++)
        {
            switch (lines[i].Trim())
            {
                case Begin:
                    begin = i;
                    break;
                case End:
                    found.Add((heading, lines[begin..(i + 1)]));
                    begin = -1;
                    break;
                case var text when begin < 0:
                    isCode ^= IsFence(text);
                    heading = !isCode && IsHeading(text) ? text : heading;
                    break;
            }
        }

        return found;
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
}
