namespace Benchmarks;

/// <summary>A Markdown file of sections, each written by a run of its own.</summary>
internal static class Report
{
    /// <summary>Writes one section in place of the one with its title, or at the end; the others stay as they are.</summary>
    public static async Task WriteSectionAsync(string file, string title, string body)
    {
        var heading = $"## {title}\n";
        var parts = (await File.ReadAllTextAsync(file)).Split("\n## ").Select(static (part, i) => i == 0 ? part : "## " + part).ToList();
        var section = $"{heading}\n{body.Trim()}\n";
        var at = parts.FindIndex(part => part.StartsWith(heading, StringComparison.Ordinal));
        if (at < 0)
        {
            parts.Add(section);
        }
        else
        {
            parts[at] = section;
        }

        await File.WriteAllTextAsync(file, string.Join("\n\n", parts.Select(static part => part.Trim())) + "\n");
    }
}
