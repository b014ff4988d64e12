using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace McpSkillGen.Runtime.Json;

/// <summary>Binary data in a JSON string, which MCP sends as base64.</summary>
internal static class JsonBase64
{
    /// <summary>Whether the element is a string of valid base64. Decodes nothing.</summary>
    public static bool IsIn(JsonElement element) => element.ValueKind is JsonValueKind.String && Base64.IsValid(Characters(element));

    /// <param name="element">One that <see cref="IsIn"/> accepts.</param>
    public static byte[] Decode(JsonElement element)
    {
        var characters = Characters(element);
        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(characters.Length)];
        _ = Base64.DecodeFromUtf8(characters, data, out _, out var length);
        return data.AsSpan(0, length).ToArray();
    }

    // Some servers write "\/" for "/".
    private static ReadOnlySpan<byte> Characters(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(element.AsText()) : raw;
    }
}
