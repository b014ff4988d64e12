using System.Text.Json;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Terminal;

/// <summary>
/// One field of a question: MCP's <c>PrimitiveSchemaDefinition</c>, the small part of JSON Schema that elicitation may use.
/// </summary>
/// <param name="Definition">What it takes, as a flag would.</param>
/// <param name="Label">How the server calls it.</param>
/// <param name="Titles">How the server shows the allowed values, where it does; parallel to them.</param>
internal sealed record QuestionField(ArgumentDefinition Definition, string Label, IReadOnlyList<string> Titles)
{
    /// <summary>What stands before the cursor.</summary>
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
                allowed.Count > 0 ? $"[{(Definition.Kind is ArgumentKind.Array ? "any of, parted by commas" : "one of")}: {string.Join(", ", values)}]" : "",
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
        if (schema.ValueKind is not JsonValueKind.Object || !schema.TryGetProperty("properties"u8, out var properties) || properties.ValueKind is not JsonValueKind.Object)
        {
            return [];
        }

        var required = Texts(schema, "required"u8);
        var fields = new List<QuestionField>();
        foreach (var property in properties.EnumerateObject())
        {
            fields.Add(Of(property.Name, property.Value, required.Contains(property.Name)));
        }

        return fields;
    }

    /// <summary>The texts of one line: the items of a list, or the one value, with yes and no for what is true and false.</summary>
    public IReadOnlyList<string> Split(string line) => Definition.Kind switch
    {
        ArgumentKind.Array => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        ArgumentKind.Boolean => [line.ToLowerInvariant() switch { "y" or "yes" => "true", "n" or "no" => "false", var other => other }],
        _ => [line],
    };

    private static QuestionField Of(string name, JsonElement schema, bool isRequired)
    {
        var kind = JsonText.In(schema, "type"u8) switch
        {
            "integer" => ArgumentKind.Integer,
            "number" => ArgumentKind.Number,
            "boolean" => ArgumentKind.Boolean,
            "array" => ArgumentKind.Array,
            _ => ArgumentKind.String,
        };
        var choices = kind is ArgumentKind.Array && schema.TryGetProperty("items"u8, out var items) ? items : schema;
        var (values, titles) = Choices(choices);
        return new QuestionField(
            new ArgumentDefinition
            {
                WireName = name,
                FlagName = name,
                Kind = kind,
                IsRequired = isRequired,
                AllowedValues = kind is ArgumentKind.Array ? [] : values,
                Item = kind is ArgumentKind.Array ? new ArgumentDefinition { WireName = name, FlagName = name, Kind = ArgumentKind.String, AllowedValues = values } : null,
                DefaultJson = schema.TryGetProperty("default"u8, out var value) && value.ValueKind is not JsonValueKind.Null ? value.GetRawText() : null,
                Format = JsonText.In(schema, "format"u8),
                Minimum = Number(schema, "minimum"u8),
                Maximum = Number(schema, "maximum"u8),
                MinLength = (int?)Number(schema, "minLength"u8),
                MaxLength = (int?)Number(schema, "maxLength"u8),
                MinItems = (int?)Number(schema, "minItems"u8),
                MaxItems = (int?)Number(schema, "maxItems"u8),
            },
            JsonText.In(schema, "description"u8) ?? JsonText.In(schema, "title"u8) ?? name,
            titles);
    }

    private static (List<string> Values, List<string> Titles) Choices(JsonElement schema)
    {
        var values = Texts(schema, "enum"u8);
        var titles = Texts(schema, "enumNames"u8);
        foreach (var choice in (List<JsonElement>)[.. Items(schema, "oneOf"u8), .. Items(schema, "anyOf"u8)])
        {
            if (choice.ValueKind is JsonValueKind.Object && JsonText.In(choice, "const"u8) is { } value)
            {
                values.Add(value);
                titles.Add(JsonText.In(choice, "title"u8) ?? value);
            }
        }

        return (values, titles);
    }

    private static List<string> Texts(JsonElement holder, ReadOnlySpan<byte> name)
    {
        var texts = new List<string>();
        foreach (var item in Items(holder, name))
        {
            if (item.ValueKind is JsonValueKind.String)
            {
                texts.Add(JsonText.Of(item));
            }
        }

        return texts;
    }

    private static List<JsonElement> Items(JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array
            ? [.. list.EnumerateArray()]
            : [];

    private static double? Number(JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
            ? value.GetDouble()
            : null;
}
