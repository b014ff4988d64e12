using System.Globalization;
using System.Text;

namespace McpSkillGen.Schema.Json;

/// <summary>
/// Writes minified JSON, with numbers and text as they were. Only invisible characters are escaped (controls, line separators,
/// directional marks), so that the JSON in a source file looks like what it is.
/// </summary>
internal static class JsonWriter
{
    public static string Write(JsonNode node)
    {
        var json = new StringBuilder();
        Write(json, node);
        return json.ToString();
    }

    private static void Write(StringBuilder json, JsonNode node)
    {
        switch (node)
        {
            case JsonObject value:
                WriteObject(json, value);
                break;
            case JsonArray value:
                WriteArray(json, value);
                break;
            case JsonString value:
                WriteString(json, value.Value);
                break;
            case JsonNumber value:
                json.Append(value.RawText);
                break;
            case JsonBoolean value:
                json.Append(value.Value ? "true" : "false");
                break;
            default:
                json.Append("null");
                break;
        }
    }

    private static void WriteObject(StringBuilder json, JsonObject value)
    {
        json.Append('{');
        var separator = "";
        foreach (var property in value.Properties)
        {
            json.Append(separator);
            WriteString(json, property.Name);
            json.Append(':');
            Write(json, property.Value);
            separator = ",";
        }

        json.Append('}');
    }

    private static void WriteArray(StringBuilder json, JsonArray value)
    {
        json.Append('[');
        var separator = "";
        foreach (var item in value.Items)
        {
            json.Append(separator);
            Write(json, item);
            separator = ",";
        }

        json.Append(']');
    }

    private static void WriteString(StringBuilder json, string value)
    {
        json.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            _ = value[i] switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                >= ' ' and <= '~' and var c => json.Append(c),
                _ => AppendCharacter(json, value, ref i),
            };
        }

        json.Append('"');
    }

    private static StringBuilder AppendCharacter(StringBuilder json, string value, ref int index)
    {
        var start = index;
        var length = Visibility.LengthAt(value, start);
        index += length - 1;
        if (Visibility.IsVisibleAt(value, start))
        {
            return json.Append(value, start, length);
        }

        for (var i = start; i < start + length; i++)
        {
            json.Append("\\u").Append(((int)value[i]).ToString("x4", CultureInfo.InvariantCulture));
        }

        return json;
    }
}
