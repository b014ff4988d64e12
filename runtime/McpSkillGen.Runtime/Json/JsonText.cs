using System.Runtime.InteropServices;
using System.Text.Json;

namespace McpSkillGen.Runtime.Json;

/// <summary>The text of a JSON string that another program wrote, as <see cref="ForeignJson.Mended"/> has it.</summary>
internal static class JsonText
{
    /// <param name="element">Of kind <see cref="JsonValueKind.String"/>.</param>
    public static string Of(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException) when (element.ValueKind is JsonValueKind.String)
        {
            using var mended = JsonDocument.Parse(ForeignJson.Mended(JsonMarshal.GetRawUtf8Value(element).ToArray()));
            return mended.RootElement.GetString()!;
        }
    }

    /// <summary>The text of an object's member; null where there is no object, no such member, or one of another type.</summary>
    public static string? In(JsonElement holder, ReadOnlySpan<byte> property) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String
            ? Of(value)
            : null;
}
