using System.Globalization;
using System.Text.Json.Nodes;

namespace McpSkillGen.Host.Messages;

/// <summary>Reads members of JSON objects that others wrote: a member of the wrong type counts as missing.</summary>
internal static class Members
{
    /// <returns>Null also for an empty text.</returns>
    public static string? Text(this JsonNode? holder, string name) =>
        (holder as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    /// <summary>A number, or a text that is one.</summary>
    public static double? Number(this JsonNode? holder, string name) =>
        (holder as JsonObject)?[name] is JsonValue value && value.TryGetValue(out double number) ? number
        : double.TryParse(holder.Text(name), CultureInfo.InvariantCulture, out var written) ? written
        : null;

    public static bool IsTrue(this JsonNode? holder, string name) =>
        (holder as JsonObject)?[name] is JsonValue value && value.TryGetValue(out bool answer) && answer;

    public static JsonObject? Object(this JsonNode? holder, string name) => (holder as JsonObject)?[name] as JsonObject;

    /// <returns>Null if there is no such array. Items that are no texts are left out.</returns>
    public static IReadOnlyList<string>? Texts(this JsonNode? holder, string name) =>
        (holder as JsonObject)?[name] is JsonArray items
            ? [.. items.OfType<JsonValue>().Select(static item => item.TryGetValue(out string? text) ? text : null).OfType<string>()]
            : null;
}
