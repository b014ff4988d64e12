namespace McpSkillGen.Cli.Pages;

/// <summary>Markdown without its fenced code blocks.</summary>
internal static class Prose
{
    /// <returns>The body's lines outside code blocks, with their numbers in the file.</returns>
    /// <param name="text">The file.</param>
    public static IReadOnlyList<(string Text, int Number)> Of(SkillText text)
    {
        var prose = new List<(string, int)>();
        var fence = "";
        for (var i = text.BodyLine - 1; i < text.Lines.Count; i++)
        {
            var line = text.Lines[i].TrimStart();
            if (fence.Length > 0)
            {
                // As in CommonMark: the same character, at least as often, and nothing after it.
                fence = line.StartsWith(fence, StringComparison.Ordinal) && line.Trim(fence[0]).Trim().Length == 0 ? "" : fence;
            }
            else if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
            {
                fence = line[..(line.Length - line.TrimStart(line[0]).Length)];
            }
            else
            {
                prose.Add((text.Lines[i], i + 1));
            }
        }

        return prose;
    }
}
