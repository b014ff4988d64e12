namespace McpSkillGen.Generator.Tests.Harness;

/// <summary>The files beside the tests' sources: <c>Fixtures</c> go in, <c>Snapshots</c> come out.</summary>
internal static class TestFiles
{
    private static readonly string s_project = Repository.PathOf("tests/McpSkillGen.Generator.Tests");

    public static TestCatalog Fixture(string name) =>
        new($"/skills/{name}/mcp-catalog.json", File.ReadAllText(Path.Combine(s_project, "Fixtures", name + ".json")));

    public static string Snapshots(string name) => Path.Combine(s_project, "Snapshots", name);

    public static string DiagnosticPage(string id) => Repository.PathOf($"docs/diagnostics/{id}.md");
}
