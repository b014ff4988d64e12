using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Pages;

/// <summary>
/// What people wrote in a generated page, between <c>&lt;!-- mcpgen:keep --&gt;</c> and <c>&lt;!-- /mcpgen:keep --&gt;</c>. A new
/// version of the page gets it at the end of the same section, or at the end of the page if that section is gone.
/// </summary>
internal static class KeptSections
{
    private const string Begin = "<!-- mcpgen:keep -->";
    private const string End = "<!-- /mcpgen:keep -->";

    /// <summary>Adds to the new page what is to be kept of the old one. Does nothing if either is missing.</summary>
    /// <param name="oldFolder">The skill as it is.</param>
    /// <param name="newFolder">The new skill.</param>
    /// <param name="page">The page: relative to both.</param>
    /// <exception cref="SkillException">The markers do not match, so what is to be kept is unclear.</exception>
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

    /// <summary>Where a page's markers do not match, and how; null if they do.</summary>
    public static (int Line, string Problem)? MistakeIn(IReadOnlyList<string> lines)
    {
        int? begin = null;
        for (var i = 0; i < lines.Count; i++)
        {
            switch (lines[i].Trim())
            {
                case Begin when begin is { } earlier:
                    return (i + 1, $"'{Begin}' inside the section that starts in line {earlier + 1}");
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

        return begin is { } open ? (open + 1, $"'{Begin}' without '{End}' after it") : null;
    }

    /// <summary>What such a page needs.</summary>
    public const string Expected = $"pairs of '{Begin}' and '{End}', each on a line of its own";

    /// <param name="oldPage">The old page, with what is to be kept.</param>
    /// <param name="newPage">The page as it was generated.</param>
    /// <param name="file">The old page's path, for messages.</param>
    /// <exception cref="SkillException">The markers do not match, so what is to be kept is unclear.</exception>
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

    /// <returns>The line to insert before, and whether that is the end of the page.</returns>
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

        // Before the empty string that follows the last line end.
        return (lines.Count - 1, true);
    }

    private static bool IsHeading(string line) => line.StartsWith('#');

    private static bool IsFence(string line) => line.StartsWith("```", StringComparison.Ordinal);
}
