using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Messages;

/// <summary>JSON as a tree: what the MCP SDK takes, and what we write our own messages and files with.</summary>
internal static class JsonTree
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = PlainJsonEncoder.Instance };

    public static ReadOnlyMemory<byte> ToBytes(JsonNode tree, JsonWriterOptions? options = null)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, options ?? Compact))
        {
            tree.WriteTo(writer);
        }

        return bytes.WrittenMemory;
    }

    /// <summary>A tree that can be used like any other: of duplicate members, which the framework's own trees throw at, the last.</summary>
    /// <param name="element">What <see cref="ForeignJson"/> parsed.</param>
    /// <returns>Null for null, and for nothing.</returns>
    public static JsonNode? Of(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    members[member.Name] = Of(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Of)]);
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element);
        }
    }

    /// <param name="json">One JSON object; anything else is an empty one.</param>
    public static JsonObject OfObject(ReadOnlyMemory<byte> json) =>
        ForeignJson.TryParseObject(json, out var document, out _) ? (JsonObject)Of(document.RootElement)! : [];
}
