using System.Net;

namespace McpSkillGen.Host.Authorization;

/// <summary>What a server says when it declines a request without authorization: its <c>WWW-Authenticate: Bearer</c>.</summary>
/// <param name="IsBearer">Whether it names the scheme at all.</param>
/// <param name="ResourceMetadata">Where it describes itself (RFC 9728).</param>
/// <param name="Scope">What the request needs.</param>
/// <param name="Error">For example <c>invalid_token</c> or <c>insufficient_scope</c>.</param>
internal sealed record Challenge(bool IsBearer, string? ResourceMetadata, string? Scope, string? Error)
{
    public static Challenge None { get; } = new(IsBearer: false, null, null, null);

    /// <returns>Null if the request was not declined, or another token would not help.</returns>
    public static Challenge? In(HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            return null;
        }

        var found = None;
        foreach (var header in response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? values : [])
        {
            found = Parse(header) ?? found;
        }

        return response.StatusCode is HttpStatusCode.Unauthorized || found.Error is "insufficient_scope" ? found : null;
    }

    /// <param name="header">One header's value, which may contain several challenges.</param>
    /// <returns>Null if there is no <c>Bearer</c> challenge.</returns>
    public static Challenge? Parse(string header)
    {
        var start = header.IndexOf("Bearer", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        var parameters = ReadParameters(header.AsSpan(start + "Bearer".Length));
        return new Challenge(
            IsBearer: true,
            parameters.GetValueOrDefault("resource_metadata"),
            parameters.GetValueOrDefault("scope"),
            parameters.GetValueOrDefault("error"));
    }

    // name=token or name="text, with \" in it", separated by commas. The name of another scheme ends the list.
    private static Dictionary<string, string> ReadParameters(ReadOnlySpan<char> rest)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            rest = rest.TrimStart(" \t,");
            var equals = rest.IndexOf('=');
            if (equals <= 0 || rest[..equals].TrimEnd().ContainsAny(' ', ','))
            {
                return parameters;
            }

            var name = rest[..equals].Trim().ToString();
            rest = rest[(equals + 1)..].TrimStart();
            var value = rest is ['"', ..] ? ReadQuoted(ref rest) : ReadToken(ref rest);
            parameters.TryAdd(name, value);
        }
    }

    private static string ReadQuoted(ref ReadOnlySpan<char> rest)
    {
        var text = new System.Text.StringBuilder();
        var i = 1;
        for (; i < rest.Length && rest[i] != '"'; i++)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length)
            {
                i++;
            }

            text.Append(rest[i]);
        }

        rest = rest[Math.Min(i + 1, rest.Length)..];
        return text.ToString();
    }

    private static string ReadToken(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(',', ' ');
        var token = (end < 0 ? rest : rest[..end]).ToString();
        rest = end < 0 ? [] : rest[end..];
        return token;
    }
}
