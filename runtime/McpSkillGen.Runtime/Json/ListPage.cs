using System.Text.Json;

namespace McpSkillGen.Runtime.Json;

/// <summary>One page of what a server lists: <c>{"tools":[…],"nextCursor":…}</c>.</summary>
internal static class ListPage
{
    /// <param name="result">The server's result, parsed by <see cref="ForeignJson"/>.</param>
    /// <param name="member">The member that is the list.</param>
    /// <param name="items">Its items, of any type.</param>
    /// <param name="cursor">Where the next page begins, as JSON: it is the server's own, of any type. Null if there is none.</param>
    /// <returns>False if the server answered with something else than a list. A list that is missing is empty.</returns>
    public static bool TryRead(JsonElement result, ReadOnlySpan<byte> member, out List<JsonElement> items, out string? cursor)
    {
        items = result.Items(member);
        cursor = result.Member("nextCursor"u8) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False) } next && result.Text("nextCursor"u8) is not ""
            ? next.GetRawText()
            : null;
        return result.Member(member).ValueKind is JsonValueKind.Array
            || (result.ValueKind is JsonValueKind.Object && result.EnumerateObject().All(IsAboutThePage));
    }

    private static bool IsAboutThePage(JsonProperty member) =>
        member.Name is "nextCursor" or "_meta" or "resultType" or "ttlMs" or "cacheScope" || member.Value.ValueKind is JsonValueKind.Null;
}
