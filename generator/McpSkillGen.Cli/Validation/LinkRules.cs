using System.Text.RegularExpressions;
using McpSkillGen.Cli.Pages;

namespace McpSkillGen.Cli.Validation;

/// <summary>SKILL.md may only point to existing files inside its folder, one folder deep.</summary>
internal sealed partial class LinkRules(SkillText text, string folder, Findings findings)
{
    private const string Relative = "a path relative to the skill's folder, like references/detail.md";

    public void Check()
    {
        foreach (var (line, number) in Prose.Of(text))
        {
            foreach (Match link in Link().Matches(CodeSpan().Replace(line, static span => new string(' ', span.Length))))
            {
                CheckLink(link.Groups["target"].Value, new Place(number, link.Groups["target"].Index + 1));
            }

            foreach (Match mention in Mention().Matches(line))
            {
                CheckMention(mention.Groups["path"].Value, new Place(number, mention.Groups["path"].Index + 1));
            }
        }
    }

    private void CheckLink(string target, Place place)
    {
        if (target.StartsWith('#') || Scheme().IsMatch(target))
        {
            return;
        }

        var path = Uri.UnescapeDataString(target.Split('#')[0].Split('?')[0]);
        if (Path.IsPathRooted(path) || path.StartsWith('~'))
        {
            Error("link-outward", place, $"The link {Findings.Quote(target)} is absolute.", Relative, "Copy the file into the skill and link to it there.");
            return;
        }

        var full = Path.GetFullPath(path, folder);
        if (!IsInside(full))
        {
            Error("link-outward", place, $"The link {Findings.Quote(target)} leaves the skill's folder.", Relative, "Copy the file into the skill and link to it there.");
            return;
        }

        if (!Path.Exists(full))
        {
            Error("link-broken", place, $"The link {Findings.Quote(target)} leads to nothing.", "a file of this skill", "Correct the path, or add the file.");
        }

        CheckShape(path, place);
    }

    // A path in a code span is not a link. It may be an example.
    private void CheckMention(string path, Place place)
    {
        if (Placeholder().IsMatch(path))
        {
            return;
        }

        CheckShape(path, place);
        if (!path.Contains("..", StringComparison.Ordinal) && !Path.Exists(Path.GetFullPath(path, folder)))
        {
            findings.Warn("reference-missing", SkillText.FileName, place, $"The file {Findings.Quote(path)} is mentioned but does not exist.", "a file of this skill", "Correct the path, or add the file.");
        }
    }

    private void CheckShape(string path, Place place)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static part => part != ".").ToArray();
        if (parts.Contains(".."))
        {
            findings.Warn("path-upwards", SkillText.FileName, place, $"The path {Findings.Quote(path)} goes upwards.", "no '..', which some agents reject", "Write the path from the skill's folder.");
        }
        else if (parts.Length > 2)
        {
            findings.Warn("path-depth", SkillText.FileName, place, $"The path {Findings.Quote(path)} is {parts.Length - 1} folders deep.", "files one folder below SKILL.md", $"Move the file to {parts[0]}/{parts[^1]}.");
        }
    }

    private bool IsInside(string full)
    {
        var relative = Path.GetRelativePath(folder, full);
        return !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private void Error(string rule, Place place, string found, string expected, string remedy) =>
        findings.Error(rule, SkillText.FileName, place, found, expected, remedy);

    [GeneratedRegex("""(?:\]\(\s*<?|^\s{0,3}\[[^\]]+\]:\s*<?)(?<target>[^\s)>]+)""")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"`(?:\./)?(?<path>(?:\.\./)*(?:references|assets|scripts)/[^\s`]+\.[A-Za-z0-9]+)`")]
    private static partial Regex Mention();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]+:")]
    private static partial Regex Scheme();

    // references/TOOL.md, references/<tool>.md, references/*.md: placeholders.
    [GeneratedRegex(@"[<>{}*$…]|/[A-Z][A-Z0-9_-]*\.")]
    private static partial Regex Placeholder();
}
