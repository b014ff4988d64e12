using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Drift;

/// <summary>Compares what two descriptions of one tool tell a model in words: its own title and description, and those in its schemas.</summary>
internal static class DescriptionComparison
{
    public static IEnumerable<SchemaChange> Compare(JsonElement before, JsonElement now)
    {
        var (old, current) = (TextsOf(before), TextsOf(now));
        return old.Keys.Union(current.Keys)
            .Where(place => old.GetValueOrDefault(place) != current.GetValueOrDefault(place))
            .Select(static place => new SchemaChange($"its {place} changed", IsBreaking: false));
    }

    private static OrderedDictionary<string, string> TextsOf(JsonElement tool)
    {
        var texts = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Add(texts, "", tool);
        Add(texts, "annotations.", tool.Member("annotations"u8));
        Collect(texts, "inputSchema.", tool.Member("inputSchema"u8), isSchema: true);
        Collect(texts, "outputSchema.", tool.Member("outputSchema"u8), isSchema: true);
        return texts;
    }

    private static void Collect(OrderedDictionary<string, string> texts, string place, JsonElement element, bool isSchema)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                if (isSchema)
                {
                    Add(texts, place, element);
                }

                foreach (var member in element.EnumerateObject())
                {
                    Collect(texts, $"{place}{member.Name}.", member.Value, isSchema: !isSchema || !SchemaShapeText.HoldsNames(member.Name));
                }

                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Collect(texts, $"{place}{i++}.", item, isSchema);
                }

                break;
        }
    }

    private static void Add(OrderedDictionary<string, string> texts, string place, JsonElement holder)
    {
        if (holder.Text("title"u8) is { } title)
        {
            texts[place + "title"] = title;
        }

        if (holder.Text("description"u8) is { } description)
        {
            texts[place + "description"] = description;
        }
    }
}
