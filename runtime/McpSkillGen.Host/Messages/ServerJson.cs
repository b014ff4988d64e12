using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSkillGen.Host.Messages;

/// <summary>
/// Writes what a server sent, also where the framework refuses: a JavaScript server that cuts a text in the middle of an
/// emoji sends half a surrogate pair, valid JSON that is no valid text. Such a string keeps its own spelling, <c>\ud83d</c>.
/// </summary>
internal static class ServerJson
{
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlyMemory<byte> ToBytes(JsonNode? node, JsonWriterOptions options)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, options);
        try
        {
            // In one go, without an object for every member: almost always the last word.
            Write(writer, node);
        }
        catch (InvalidOperationException)
        {
            bytes.Clear();
            writer.Reset(bytes);
            WriteMembers(writer, node);
        }

        writer.Flush();
        return bytes.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    WriteMembers(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    WriteMembers(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue(out JsonElement element) && !IsText(element):
                writer.WriteRawValue(element.GetRawText(), skipInputValidation: true);
                break;
            default:
                Write(writer, node);
                break;
        }
    }

    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.ValueKind is not JsonValueKind.String || element.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
