using System.Text.Json;

namespace McpSkillGen.Runtime.Json;

/// <summary>The text of a JSON string that another program wrote, as <see cref="ForeignJson.Mended(JsonElement)"/> has it.</summary>
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
            return ForeignJson.Mended(element).GetString()!;
        }
    }

    /// <summary>The text that a value is, or its JSON.</summary>
    public static string OrJson(JsonElement element) => element.ValueKind is JsonValueKind.String ? Of(element) : element.GetRawText();

    /// <summary>The text of an object's member; null if there is no such member, or if it is not a string.</summary>
    public static string? In(JsonElement holder, ReadOnlySpan<byte> name) =>
        ForeignJson.MemberIn(holder, name) is { ValueKind: JsonValueKind.String } value ? Of(value) : null;
}
