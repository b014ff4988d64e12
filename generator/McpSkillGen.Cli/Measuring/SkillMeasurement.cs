using McpSkillGen.Cli.Pages;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Validation;
using McpSkillGen.Runtime;
using McpSkillGen.Schema.Catalog;

namespace McpSkillGen.Cli.Measuring;

/// <summary>Counts the tokens of a skill on disk, and of the schemas that it replaces.</summary>
internal static class SkillMeasurement
{
    // What a client passes on to its model about a tool. Titles, annotations and output schemas stay with the client.
    private static readonly string[] SentKeys = ["name", "description", "inputSchema"];

    /// <param name="folder">The skill's folder.</param>
    /// <exception cref="SkillException">It has no catalog or no readable SKILL.md.</exception>
    public static SkillCost Of(string folder)
    {
        var page = Read(folder, SkillText.FileName, "a skill needs one. See: mcpgen validate");
        var (catalog, problems) = CatalogParser.Parse(Read(
            folder, CatalogParser.FileName, "only skills that mcpgen made have one, with the schemas to compare. Make one with: mcpgen scaffold CONFIG"));
        if (problems.FirstOrDefault(static problem => problem.IsFatal) is { } broken)
        {
            var place = broken.Span.Start;
            throw Wrong($"{Path.Combine(folder, CatalogParser.FileName)}:{place.Line + 1}:{place.Column + 1}: {broken.Detail}. Capture it again with: mcpgen sync {folder}");
        }

        return new SkillCost(
            Path.GetFileName(folder),
            catalog.Tools.Count,
            TokenCount.Of(Sent(catalog.Tools)),
            TokenCount.Of(Entry(page, folder)),
            TokenCount.Of(page),
            Detail(folder),
            Math.Max(0, catalog.Tools.Count - WholeSignatures(page)));
    }

    // "- `add --a NUMBER --b NUMBER`: Adds." A list of names is one line for several tools, and does not begin with one.
    internal static int WholeSignatures(string page) => page.Split('\n').Count(static line =>
        line.StartsWith("- `", StringComparison.Ordinal) && !line.Contains($"{ToolSignature.MoreFlags}`", StringComparison.Ordinal));

    // As clients write it: minified.
    internal static string Sent(IEnumerable<CatalogTool> tools) => $"[{string.Join(',', tools.Select(static tool =>
        $"{{{string.Join(',', SentKeys.Where(key => tool.Json[key] is not null).Select(key => $"\"{key}\":{tool.Json[key]}"))}}}"))}]";

    private static string Entry(string page, string folder)
    {
        var text = SkillText.Of(page);
        var fields = text.HasFrontmatter ? Frontmatter.Read(text, new Findings()) : null;
        return ValueOf("name") is { } name && ValueOf("description") is { } description
            ? $"- {name}: {description}"
            : throw Wrong($"'{Path.Combine(folder, SkillText.FileName)}' has no name and description. See: mcpgen validate {folder}");

        string? ValueOf(string key) => fields?.FirstOrDefault(field => field.Key == key)?.Value;
    }

    private static int Detail(string folder)
    {
        var references = Path.Combine(folder, "references");
        var pages = Directory.Exists(references) ? Directory.GetFiles(references, "*.md") : [];
        return pages.Length == 0 ? 0 : (int)Math.Round(pages.Average(static page => TokenCount.Of(File.ReadAllText(page))));
    }

    private static string Read(string folder, string name, string why)
    {
        var file = Path.Combine(folder, name);
        return File.Exists(file) ? File.ReadAllText(file) : throw Wrong($"'{folder}' has no {name}: {why}");
    }

    private static SkillException Wrong(string message) => new(ExitCode.WrongEnvironment, message);
}
