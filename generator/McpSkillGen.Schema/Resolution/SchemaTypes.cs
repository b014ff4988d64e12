using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Resolution;

/// <summary>The keyword <c>type</c>, which is one name or several.</summary>
internal static class SchemaTypes
{
    public static List<string> Of(JsonNode? type) => type switch
    {
        JsonString one => [one.Value],
        JsonArray several => several.Items.OfType<JsonString>().Select(static name => name.Value).Distinct(StringComparer.Ordinal).ToList(),
        _ => [],
    };

    /// <summary>The type of a value, as <c>type</c> spells it.</summary>
    public static string OfValue(JsonNode value) => value switch
    {
        JsonNull => "null",
        JsonBoolean => "boolean",
        JsonString => "string",
        JsonNumber number => IsWhole(number.RawText) ? "integer" : "number",
        JsonArray => "array",
        _ => "object",
    };

    /// <summary>Whether a type's values include those of another: every integer is a number.</summary>
    public static bool Allow(IReadOnlyCollection<string> types, string type) =>
        types.Count == 0 || types.Contains(type) || (type is "integer" && types.Contains("number"));

    private static bool IsWhole(string number) => number.IndexOfAny(['.', 'e', 'E']) < 0;
}
