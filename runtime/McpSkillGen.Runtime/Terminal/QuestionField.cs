using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Terminal;

/// <summary>
/// One field of a question: MCP's <c>PrimitiveSchemaDefinition</c>, the small part of JSON Schema that elicitation may use.
/// </summary>
/// <param name="Definition">What it takes, as for a flag.</param>
/// <param name="Label">The server's name for it.</param>
/// <param name="Titles">How the server shows the allowed values, if it does; parallel to them.</param>
internal sealed record QuestionField(ArgumentDefinition Definition, string Label, IReadOnlyList<string> Titles)
{
    /// <summary>The text before the cursor.</summary>
    public string Prompt
    {
        get
        {
            var allowed = (Definition.Item ?? Definition).AllowedValues;
            var values = allowed.Select((value, i) => i < Titles.Count && Titles[i] != value ? $"{value} ({Titles[i]})" : value);
            var parts = new[]
            {
                Label,
                Definition.IsRequired ? "(required)" : "",
                allowed.Count > 0 ? $"[{(Definition.Kind is ArgumentKind.Array ? "any of, separated by commas" : "one of")}: {string.Join(", ", values)}]" : "",
                Definition.Kind is ArgumentKind.Boolean ? "[yes/no]" : "",
                string.Join(", ", Expectation.Limits(Definition)),
                Definition.DefaultJson is { } value ? $"[Enter: {value}]" : "",
            };
            return PlainLine.Of(string.Join(' ', parts.Where(static part => part.Length > 0)));
        }
    }

    /// <param name="schema">The <c>requestedSchema</c>.</param>
    public static IReadOnlyList<QuestionField> AllOf(JsonElement schema)
    {
        var required = schema.Texts("required"u8) ?? [];
        return schema.Member("properties"u8) is { ValueKind: JsonValueKind.Object } properties
            ? [.. properties.EnumerateObject().Select(property => Of(property.Name, property.Value, required.Contains(property.Name)))]
            : [];
    }

    /// <summary>The texts in one line: the items of a list, or one value; yes and no mean true and false.</summary>
    public IReadOnlyList<string> Split(string line) => Definition.Kind switch
    {
        ArgumentKind.Array => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        ArgumentKind.Boolean => [line.ToLowerInvariant() switch { "y" or "yes" => "true", "n" or "no" => "false", var other => other }],
        _ => [line],
    };

    private static QuestionField Of(string name, JsonElement schema, bool isRequired)
    {
        var kind = schema.Text("type"u8) switch
        {
            "integer" => ArgumentKind.Integer,
            "number" => ArgumentKind.Number,
            "boolean" => ArgumentKind.Boolean,
            "array" => ArgumentKind.Array,
            _ => ArgumentKind.String,
        };
        var (values, titles) = Choices(kind is ArgumentKind.Array ? schema.Member("items"u8) : schema);
        return new QuestionField(
            new ArgumentDefinition
            {
                WireName = name,
                FlagName = name,
                Kind = kind,
                IsRequired = isRequired,
                AllowedValues = kind is ArgumentKind.Array ? [] : values,
                Item = kind is ArgumentKind.Array
                    ? new ArgumentDefinition { WireName = name, FlagName = name, Kind = ArgumentKind.String, AllowedValues = values }
                    : null,
                DefaultJson = schema.Member("default"u8) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value ? value.GetRawText() : null,
                Format = schema.Text("format"u8),
                Minimum = schema.Number("minimum"u8),
                Maximum = schema.Number("maximum"u8),
                MinLength = (int?)schema.Number("minLength"u8),
                MaxLength = (int?)schema.Number("maxLength"u8),
                MinItems = (int?)schema.Number("minItems"u8),
                MaxItems = (int?)schema.Number("maxItems"u8),
            },
            schema.Text("description"u8) ?? schema.Text("title"u8) ?? name,
            titles);
    }

    private static (List<string> Values, List<string> Titles) Choices(JsonElement schema)
    {
        List<string> values = [.. schema.Texts("enum"u8) ?? []];
        List<string> titles = [.. schema.Texts("enumNames"u8) ?? []];
        foreach (var choice in (List<JsonElement>)[.. schema.Items("oneOf"u8), .. schema.Items("anyOf"u8)])
        {
            if (choice.Text("const"u8) is { } value)
            {
                values.Add(value);
                titles.Add(choice.Text("title"u8) ?? value);
            }
        }

        return (values, titles);
    }

}
