using System.Text;
using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Namespaces are floors: each uses only those below it, and docs/architecture.md says in a sentence what each is for.</summary>
public sealed partial class NamespaceTests
{
    private const string Page = "docs/architecture.md";

    private static readonly string[] s_production = ["McpSkillGen.Schema", "McpSkillGen.Generator", "mcpgen", "McpSkillGen.Runtime", "mcp-skill-host"];

    public static TheoryData<string> Production => [.. s_production];

    [Theory]
    [MemberData(nameof(Production))]
    public void Namespaces_of_a_project_form_no_cycle(string assembly)
    {
        var graph = NamespaceGraph.Of(assembly);
        var knots = string.Join('\n', graph.Knots().Select(graph.Describe));
        Assert.True(knots.Length == 0, knots);
    }

    [Theory]
    [MemberData(nameof(Production))]
    public void Each_namespace_is_a_sentence_in_the_page_and_stands_above_those_that_it_uses(string assembly)
    {
        var graph = NamespaceGraph.Of(assembly);
        var floors = Row().Matches(File.ReadAllText(Repository.PathOf(Page)))
            .Select(static row => row.Groups["name"].Value)
            .Where(graph.Namespaces.Contains)
            .ToList();
        var problems = new StringBuilder();
        foreach (var missing in graph.Namespaces.Except(floors))
        {
            problems.Append($"{missing} is missing.\n");
        }

        for (var lower = 1; lower < floors.Count; lower++)
        {
            foreach (var upper in floors.Take(lower).Where(upper => graph.Uses(floors[lower], upper).Any()))
            {
                problems.Append($"{floors[lower]} stands below {upper}, and uses it:\n");
                NamespaceGraph.Describe(graph.Uses(floors[lower], upper), problems);
            }
        }

        Assert.True(
            problems.Length == 0,
            $"{Page} needs a row '| `NAMESPACE` | A sentence. |' for each namespace of {assembly}, the highest first.\n{problems}One right order:\n  {string.Join("\n  ", graph.TopDown())}");
    }

    [Fact]
    public void Page_names_no_namespace_that_is_gone() =>
        Assert.Empty(Row().Matches(File.ReadAllText(Repository.PathOf(Page))).Select(static row => row.Groups["name"].Value)
            .Except(s_production.SelectMany(static assembly => NamespaceGraph.Of(assembly).Namespaces)));

    [GeneratedRegex(@"^\| `(?<name>McpSkillGen[\w.]*)` \| [A-Z][^|]*\. \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
