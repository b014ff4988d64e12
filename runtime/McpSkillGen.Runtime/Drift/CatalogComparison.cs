using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Drift;

/// <summary>
/// Compares what a server offered with what it offers now: names, types, what is required, and allowed values. Descriptions
/// and defaults are ignored; some servers put their start time into a default.
/// </summary>
internal static class CatalogComparison
{
    // Nobody reads a line with more names than this.
    private const int MaxNamed = 5;

    /// <param name="before">A catalog, parsed by <see cref="ForeignJson"/>.</param>
    /// <param name="now">The same, later.</param>
    /// <inheritdoc cref="Compare(IEnumerable{JsonElement}, IEnumerable{JsonElement}, bool)"/>
    /// <param name="withDescriptions">Whether a description that changed counts.</param>
    public static IReadOnlyList<ToolChange> Compare(JsonElement before, JsonElement now, bool withDescriptions = false) =>
        Compare(ToolsOf(before), ToolsOf(now), withDescriptions);

    /// <param name="before">Tools as <c>tools/list</c> has them, parsed by <see cref="ForeignJson"/>.</param>
    /// <param name="now">The same, later.</param>
    /// <param name="withDescriptions">Whether a description that changed counts.</param>
    /// <returns>Removed tools first, then changed and added ones, each in their catalog's order; empty when nothing differs.</returns>
    public static IReadOnlyList<ToolChange> Compare(IEnumerable<JsonElement> before, IEnumerable<JsonElement> now, bool withDescriptions = false)
    {
        var (old, current) = (ToolsByName(before), ToolsByName(now));
        var removed = old.Where(pair => !current.ContainsKey(pair.Key)).Select(static pair => new ToolChange(pair.Key, ToolChangeKind.Removed, []));
        var changed = old.Where(pair => current.ContainsKey(pair.Key))
            .Select(pair => new ToolChange(pair.Key, ToolChangeKind.Changed, CompareTool(pair.Value, current[pair.Key], withDescriptions)))
            .Where(static change => change.Details.Count > 0);
        var added = current.Where(pair => !old.ContainsKey(pair.Key)).Select(static pair => new ToolChange(pair.Key, ToolChangeKind.Added, []));
        return [.. removed, .. changed, .. added];
    }

    /// <summary>The tools of a catalog, or of anything else that has <c>tools</c>.</summary>
    public static IEnumerable<JsonElement> ToolsOf(JsonElement catalog) =>
        catalog.Member("tools"u8) is { ValueKind: JsonValueKind.Array } tools ? tools.EnumerateArray() : [];

    /// <summary>The differences in one line: <c>removed search; changed get_issue, list_issues; added 7 tools</c>.</summary>
    public static string Summarize(IReadOnlyList<ToolChange> changes)
    {
        string[] parts =
        [
            Part("removed", ToolChangeKind.Removed),
            Part("changed", ToolChangeKind.Changed),
            Part("added", ToolChangeKind.Added),
        ];
        return string.Join("; ", parts.Where(static part => part.Length > 0));

        string Part(string verb, ToolChangeKind kind)
        {
            var names = changes.Where(change => change.Kind == kind).Select(static change => change.Tool).ToArray();
            return names.Length switch
            {
                0 => "",
                <= MaxNamed => $"{verb} {string.Join(", ", names)}",
                _ => $"{verb} {names.Length} tools",
            };
        }
    }

    /// <summary>How one tool differs from what it was; empty if it does not.</summary>
    public static IReadOnlyList<SchemaChange> CompareTool(JsonElement before, JsonElement now, bool withDescriptions) =>
    [
        .. new SchemaComparison(Schema(before, "inputSchema"), Schema(now, "inputSchema"), isResult: false).Compare(),
        .. new SchemaComparison(Schema(before, "outputSchema"), Schema(now, "outputSchema"), isResult: true).Compare(),
        .. withDescriptions ? DescriptionComparison.Compare(before, now) : [],
    ];

    private static JsonElement Schema(JsonElement tool, string name) => tool.TryGetProperty(name, out var schema) ? schema : default;

    private static OrderedDictionary<string, JsonElement> ToolsByName(IEnumerable<JsonElement> tools)
    {
        var byName = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            if (tool.Text("name"u8) is { } name)
            {
                byName[name] = tool;
            }
        }

        return byName;
    }
}
