namespace McpSkillGen.Generator.Tests.Harness;

/// <summary>The files beside the tests' sources: <c>Fixtures</c> go in, <c>Snapshots</c> come out.</summary>
internal static class TestFiles
{
    public static readonly string Project = Ancestors(AppContext.BaseDirectory)
        .First(static folder => File.Exists(Path.Combine(folder, "McpSkillGen.Generator.Tests.csproj")));

    public static TestCatalog Fixture(string name) =>
        new($"/skills/{name}/mcp-catalog.json", File.ReadAllText(Path.Combine(Project, "Fixtures", name + ".json")));

    public static string Snapshots(string name) => Path.Combine(Project, "Snapshots", name);

    public static string DiagnosticPage(string id) => Path.Combine(Project, "..", "..", "docs", "diagnostics", id + ".md");

    /// <summary>Real catalogs, which lie beside the repository and never in it; null where they do not.</summary>
    public static string? Corpus { get; } = Ancestors(AppContext.BaseDirectory)
        .Select(static folder => Path.Combine(folder, "shared", "corpus"))
        .FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
