namespace McpSkillGen.Host.Authorization;

/// <summary>The query of an address, in both directions.</summary>
internal static class QueryText
{
    /// <summary>The first value of each name.</summary>
    public static Dictionary<string, string> Parse(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, right) : (pair, "");
            values.TryAdd(Decode(name), Decode(value));
        }

        return values;
    }

    /// <summary>Adds to an address's query. What has no value is left out.</summary>
    public static string AddTo(string address, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in values)
        {
            if (value is not null)
            {
                address += $"{separator}{name}={Uri.EscapeDataString(value)}";
                separator = '&';
            }
        }

        return address;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
