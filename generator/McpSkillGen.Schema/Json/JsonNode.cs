namespace McpSkillGen.Schema.Json;

/// <summary>One value of a JSON text, with its place. Compared by reference, so models copy what they need from it.</summary>
internal abstract class JsonNode(JsonSpan span)
{
    public JsonSpan Span { get; } = span;

    /// <summary>The value's kind with its article, for messages: "an object".</summary>
    public abstract string Kind { get; }

    /// <summary>The value as minified JSON.</summary>
    public override string ToString() => JsonWriter.Write(this);
}

internal sealed class JsonNull(JsonSpan span) : JsonNode(span)
{
    public override string Kind => "null";
}

internal sealed class JsonBoolean(JsonSpan span, bool value) : JsonNode(span)
{
    public bool Value { get; } = value;

    public override string Kind => "a boolean";
}

/// <summary>A number as it is written. JSON's numbers have no size, so no conversion is exact for all of them.</summary>
internal sealed class JsonNumber(JsonSpan span, string rawText) : JsonNode(span)
{
    public string RawText { get; } = rawText;

    public override string Kind => "a number";
}

internal sealed class JsonString(JsonSpan span, string value) : JsonNode(span)
{
    /// <summary>The text without its escapes.</summary>
    public string Value { get; } = value;

    public override string Kind => "a string";
}

internal sealed class JsonArray(JsonSpan span, IReadOnlyList<JsonNode> items) : JsonNode(span)
{
    public IReadOnlyList<JsonNode> Items { get; } = items;

    public override string Kind => "an array";
}

/// <summary>A name, without its escapes, with its value; <c>NameSpan</c> includes the quotes.</summary>
internal sealed record JsonProperty(string Name, JsonSpan NameSpan, JsonNode Value);

internal sealed class JsonObject(JsonSpan span, IReadOnlyList<JsonProperty> properties) : JsonNode(span)
{
    // Most objects have few properties and few lookups: comparing each is cheaper than an index.
    private const int MaxUnindexed = 8;

    private readonly Dictionary<string, JsonProperty>? _lastOfName = properties.Count > MaxUnindexed ? IndexByName(properties) : null;

    /// <summary>In the order of the text, duplicates included.</summary>
    public IReadOnlyList<JsonProperty> Properties { get; } = properties;

    public override string Kind => "an object";

    /// <summary>The value of a property; of duplicates the last, as in <c>JsonElement.GetProperty</c>; null if there is none.</summary>
    public JsonNode? this[string name] => Find(name)?.Value;

    /// <summary>The properties that a lookup by name would find: each name once, in the order of its first appearance.</summary>
    public IEnumerable<JsonProperty> DistinctProperties()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Properties.Where(property => seen.Add(property.Name)).Select(property => Find(property.Name)!);
    }

    private JsonProperty? Find(string name)
    {
        if (_lastOfName is not null)
        {
            return _lastOfName.TryGetValue(name, out var indexed) ? indexed : null;
        }

        for (var i = Properties.Count - 1; i >= 0; i--)
        {
            if (Properties[i].Name == name)
            {
                return Properties[i];
            }
        }

        return null;
    }

    private static Dictionary<string, JsonProperty> IndexByName(IReadOnlyList<JsonProperty> properties)
    {
        var index = new Dictionary<string, JsonProperty>(properties.Count, StringComparer.Ordinal);
        foreach (var property in properties)
        {
            index[property.Name] = property;
        }

        return index;
    }
}
