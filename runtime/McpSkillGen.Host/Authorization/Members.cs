using System.Text.Json.Nodes;

namespace McpSkillGen.Host.Authorization;

/// <summary>Reads members of foreign JSON objects: what has another type than it should is as good as missing.</summary>
internal static class Members
{
    public static string? Text(this JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    public static double? Number(this JsonObject members, string name) =>
        members[name] is JsonValue value
            ? value.TryGetValue(out double number) ? number
            : value.TryGetValue(out string? text) && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var written) ? written : null
            : null;

    public static bool IsTrue(this JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue(out bool answer) && answer;

    /// <returns>Null when there is no such array.</returns>
    public static IReadOnlyList<string>? Texts(this JsonObject members, string name) =>
        members[name] is JsonArray items
            ? [.. items.OfType<JsonValue>().Select(static item => item.TryGetValue(out string? text) ? text : null).OfType<string>()]
            : null;
}
