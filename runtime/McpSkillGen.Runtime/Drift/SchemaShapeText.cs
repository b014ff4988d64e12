using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Drift;

/// <summary>A schema, or a value in one, as a text: two texts are equal if the shapes are. Members are sorted, descriptions left out.</summary>
internal static class SchemaShapeText
{
    // Annotations of JSON Schema, which never decide whether a value is valid.
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "$comment", "$schema", "$id", "format",
    };

    /// <summary>Whether a keyword of JSON Schema never decides whether a value is valid.</summary>
    public static bool IsAnnotation(string keyword) => Annotations.Contains(keyword);

    public static string Of(JsonElement schema)
    {
        if (schema.ValueKind is JsonValueKind.Undefined)
        {
            return "";
        }

        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(writer, schema, isSchema: true);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool isSchema)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
                {
                    if (!isSchema || !Annotations.Contains(member.Name))
                    {
                        writer.WritePropertyName(member.Name);

                        // The members of "properties" are names that servers chose, and may be called "title".
                        Write(writer, member.Value, isSchema: !isSchema || !HoldsNames(member.Name));
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, isSchema);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(element.AsText());
                break;
            default:
                writer.WriteRawValue(element.GetRawText());
                break;
        }
    }

    /// <summary>Whether the members of this keyword are names that servers chose.</summary>
    public static bool HoldsNames(string keyword) => keyword is "properties" or "patternProperties" or "$defs" or "definitions" or "dependentSchemas";
}
