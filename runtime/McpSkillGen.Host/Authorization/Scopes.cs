namespace McpSkillGen.Host.Authorization;

/// <summary>Which permissions to ask for. A scope is a word. Lists of scopes are separated by blanks.</summary>
internal static class Scopes
{
    private const string OfflineAccess = "offline_access";

    /// <summary>
    /// In the specification's order: the config's scopes, else those that the server asked for when it declined a request, else all that it
    /// lists.
    /// </summary>
    /// <param name="configured">The config's.</param>
    /// <param name="challenge">What the server said when it declined a request.</param>
    /// <param name="directions">What it says about itself.</param>
    /// <param name="more">What was granted or wanted before, and must not be lost.</param>
    /// <returns>Null to leave it to the server.</returns>
    public static string? ToAskFor(IReadOnlyList<string> configured, Challenge? challenge, Directions directions, string? more)
    {
        var wanted = challenge?.Error is "insufficient_scope" ? Union(more, challenge.Scope) : more;
        return Union(
            configured.Count > 0
                ? string.Join(' ', configured)
                : challenge?.Scope ?? (directions.Scopes.Count > 0 ? string.Join(' ', directions.Scopes) : null),
            wanted);
    }

    /// <summary>The same scopes, and the one that some servers require for a refresh token.</summary>
    public static string? WithRefresh(string? scope, AuthorizationServer server) =>
        scope is not null && server.Scopes.Contains(OfflineAccess) ? Union(scope, OfflineAccess) : scope;

    public static string? Union(string? one, string? other)
    {
        var words = Words(one).Union(Words(other)).ToArray();
        return words.Length > 0 ? string.Join(' ', words) : null;
    }

    public static IEnumerable<string> Words(string? scope) => scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
