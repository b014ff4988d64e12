using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Catalog;

/// <summary>
/// Reads <c>mcp-catalog.json</c> as servers write it. What is malformed is skipped and reported, and hides nothing else.
/// </summary>
internal static class CatalogParser
{
    /// <summary>The file's name, everywhere.</summary>
    public const string FileName = "mcp-catalog.json";

    /// <summary>Reads a catalog. If the text is not one, the catalog is empty and there is a problem.</summary>
    public static (ServerCatalog Catalog, IReadOnlyList<CatalogProblem> Problems) Parse(string text)
    {
        if (!JsonReader.TryRead(text, out var root, out var error))
        {
            return (ServerCatalog.Empty, [new CatalogProblem(ProblemKind.NotJson, "", error.Message, error.Span)]);
        }

        if (root is not JsonObject catalog)
        {
            return (ServerCatalog.Empty, [NotACatalog($"expected an object, found {root.Kind}", root)]);
        }

        var problems = new List<CatalogProblem>();
        var tools = catalog["tools"] switch
        {
            JsonArray items => ReadTools(items, problems),
            null or JsonNull => [],
            var other => Refuse(other, problems),
        };
        return (new ServerCatalog(catalog, tools), problems);
    }

    private static List<CatalogTool> ReadTools(JsonArray items, List<CatalogProblem> problems)
    {
        var tools = new List<CatalogTool>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Items.Count; i++)
        {
            var item = items.Items[i];
            var ordinal = FormattableString.Invariant($"number {i + 1}");
            switch (item)
            {
                case JsonObject tool when tool["name"] is JsonString { Value: not "" } name:
                    Add(new CatalogTool(name.Value, tool), name, names, tools, problems);
                    break;

                case JsonObject tool when tool["name"] is { } name:
                    problems.Add(Skipped(ordinal, $"its name must be a string with at least one character, but is {(name is JsonString ? "empty" : name.Kind)}", name));
                    break;

                case JsonObject:
                    problems.Add(Skipped(ordinal, "it has no name", item));
                    break;

                default:
                    problems.Add(Skipped(ordinal, $"it must be an object, but is {item.Kind}", item));
                    break;
            }
        }

        return tools;
    }

    private static void Add(CatalogTool tool, JsonString name, HashSet<string> names, List<CatalogTool> tools, List<CatalogProblem> problems)
    {
        if (!names.Add(tool.Name))
        {
            problems.Add(Skipped(tool.Name, "a tool before it has the same name", name));
        }
        else if (tool.TaskDemand is { } demand)
        {
            problems.Add(new CatalogProblem(ProblemKind.TaskOnlyTool, tool.Name, "", demand.Span));
        }
        else
        {
            tools.Add(tool);
        }
    }

    private static List<CatalogTool> Refuse(JsonNode tools, List<CatalogProblem> problems)
    {
        problems.Add(NotACatalog($"expected 'tools' to be an array, found {tools.Kind}", tools));
        return [];
    }

    private static CatalogProblem NotACatalog(string detail, JsonNode at) => new(ProblemKind.NotACatalog, "", detail, at.Span);

    private static CatalogProblem Skipped(string subject, string reason, JsonNode at) => new(ProblemKind.SkippedTool, subject, reason, at.Span);
}
