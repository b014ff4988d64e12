namespace McpSkillGen.Cli.Pages;

/// <summary>A SKILL.md in its two parts, with the line numbers of the file.</summary>
/// <param name="Lines">The whole file, without line ends.</param>
/// <param name="FrontmatterEnd">The index of the line that closes the frontmatter; -1 if there is none.</param>
internal sealed record SkillText(IReadOnlyList<string> Lines, int FrontmatterEnd)
{
    public const string FileName = "SKILL.md";

    private const string Fence = "---";

    public static SkillText Of(string text)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var end = lines[0].TrimEnd() == Fence ? Array.FindIndex(lines, 1, static line => line.TrimEnd() == Fence) : -1;
        return new SkillText(lines, end);
    }

    public bool HasFrontmatter => FrontmatterEnd > 0;

    /// <summary>Whether frontmatter begins, closed or not.</summary>
    public bool IsOpened => Lines[0].TrimEnd() == Fence;

    /// <summary>The YAML between the fences. Its first line is the file's second.</summary>
    public string Yaml => string.Join('\n', Lines.Skip(1).Take(FrontmatterEnd - 1));

    /// <summary>What an agent reads when it uses the skill.</summary>
    public string Body => string.Join('\n', Lines.Skip(FrontmatterEnd + 1));

    /// <summary>The number of the body's first line in the file, from 1.</summary>
    public int BodyLine => FrontmatterEnd + 2;
}
