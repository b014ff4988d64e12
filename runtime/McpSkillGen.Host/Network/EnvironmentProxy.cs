using System.Net;

namespace McpSkillGen.Host.Network;

/// <summary>
/// The proxies that the environment names, read as curl and Go read them: <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c>,
/// <c>ALL_PROXY</c> and <c>NO_PROXY</c>, the lower-case names first. .NET's own reader knows no <c>*</c>, networks or ports in
/// <c>NO_PROXY</c>, reads <c>example.org</c> as that one host only, and would use a proxy for servers on this machine.
/// </summary>
/// <param name="variable">Looks a variable up.</param>
internal sealed class EnvironmentProxy(Func<string, string?> variable) : IWebProxy
{
    private readonly Uri? _http = Address(variable, "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");
    private readonly Uri? _https = Address(variable, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
    private readonly string[] _direct = (First(variable, "no_proxy", "NO_PROXY") ?? "")
        .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>User and password, if the proxy's address contains them.</summary>
    public ICredentials? Credentials
    {
        get => new AddressCredentials();
        set => throw new NotSupportedException();
    }

    /// <returns>Null to go there directly.</returns>
    public Uri? GetProxy(Uri destination) =>
        IsBypassed(destination) ? null : destination.Scheme is "https" or "wss" ? _https : _http;

    public bool IsBypassed(Uri host) => host.IsLoopback || Array.Exists(_direct, entry => Covers(entry, host));

    private static bool Covers(string entry, Uri host)
    {
        if (entry == "*")
        {
            return true;
        }

        var name = host.IdnHost;
        if (IPAddress.TryParse(name.Trim('[', ']'), out var address))
        {
            return IPNetwork.TryParse(entry, out var network)
                ? network.Contains(address)
                : IPAddress.TryParse(entry.Trim('[', ']'), out var one) && one.Equals(address);
        }

        if (entry.LastIndexOf(':') is var colon and > 0 && ushort.TryParse(entry.AsSpan(colon + 1), out var port))
        {
            if (port != host.Port)
            {
                return false;
            }

            entry = entry[..colon];
        }

        var suffix = entry.TrimStart('*').TrimStart('.');
        return name.Equals(suffix, StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase);
    }

    private static Uri? Address(Func<string, string?> variable, params ReadOnlySpan<string> names)
    {
        if (First(variable, names) is not { } text)
        {
            return null;
        }

        var whole = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;

        // With "h" the proxy looks up names. .NET leaves that to the proxy anyway.
        whole = whole.StartsWith("socks5h://", StringComparison.OrdinalIgnoreCase) ? "socks5" + whole[7..] : whole;
        return Uri.TryCreate(whole, UriKind.Absolute, out var address) ? address : null;
    }

    private static string? First(Func<string, string?> variable, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (variable(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }

    private sealed class AddressCredentials : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType) =>
            uri.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password]
                ? new NetworkCredential(Uri.UnescapeDataString(user), password is [var word] ? Uri.UnescapeDataString(word) : "")
                : null;
    }
}
