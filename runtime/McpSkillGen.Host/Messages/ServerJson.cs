using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Messages;

/// <summary>
/// JSON that a server sent, as a tree that never throws when it is looked at. JSON allows what .NET's trees do not: half of a
/// surrogate pair, which <see cref="ForeignJson"/> replaces, and a member twice, of which the last one counts.
/// </summary>
internal static class ServerJson
{
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <returns>Null if the bytes are no JSON, or only the literal.</returns>
    public static JsonNode? Parse(ReadOnlySequence<byte> json) => TryNormalize(json) is { } bytes ? JsonNode.Parse(bytes.Span) : null;

    /// <inheritdoc cref="Parse(ReadOnlySequence{byte})"/>
    public static JsonNode? Parse(ReadOnlyMemory<byte> json) => Parse(new ReadOnlySequence<byte>(json));

    /// <summary>The same JSON, such that no reader of it throws.</summary>
    /// <returns>Null if the bytes are no JSON.</returns>
    public static ReadOnlyMemory<byte>? TryNormalize(ReadOnlySequence<byte> json)
    {
        var bytes = ForeignJson.Mended(json.IsSingleSegment ? json.First : json.ToArray());
        try
        {
            using var strict = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return bytes;
        }
        catch (JsonException)
        {
            if (!ForeignJson.TryParse(bytes, out var document, out _))
            {
                return null;
            }

            using (document)
            {
                return Write(Compact, writer => WriteOnce(writer, document.RootElement));
            }
        }
    }

    public static ReadOnlyMemory<byte> ToBytes(JsonNode? node, JsonWriterOptions options) => Write(options, writer =>
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    });

    private static ReadOnlyMemory<byte> Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, options);
        write(writer);
        writer.Flush();
        return bytes.WrittenMemory;
    }

    private static void WriteOnce(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    members[member.Name] = member.Value;
                }

                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    WriteOnce(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteOnce(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
