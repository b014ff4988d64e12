namespace McpSkillGen.Host.Authorization;

/// <summary>Whether two addresses belong to one authorization server.</summary>
internal static class Issuers
{
    /// <summary>The names of an issuer are compared letter by letter (RFC 8414, section 3.3). Only the slash at the end is often forgotten.</summary>
    public static bool AreSame(string one, string other) => one.TrimEnd('/') == other.TrimEnd('/');

    /// <summary>Whether the addresses have the same scheme, host and port.</summary>
    public static bool ShareOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Whether the addresses have the same origin, or one's host is a subdomain of the other's.</summary>
    public static bool ShareOwner(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && (IsBelow(one.IdnHost, other.IdnHost) || IsBelow(other.IdnHost, one.IdnHost));

    private static bool IsBelow(string host, string parent) =>
        host.Equals(parent, StringComparison.OrdinalIgnoreCase)
        || (parent.Contains('.', StringComparison.Ordinal) && host.EndsWith("." + parent, StringComparison.OrdinalIgnoreCase));
}
