namespace McpSkillGen.Runtime.Text;

/// <summary>
/// An address that somebody else chose, as a person can judge it: the host in ASCII, so that no letter looks like another, no user or
/// password before it, and everything else escaped.
/// </summary>
/// <param name="Text">The whole address.</param>
/// <param name="Host">Whose it is, with the port if that is unusual.</param>
internal sealed record WebAddress(string Text, string Host)
{
    /// <returns>Null if it is not a page of the web: not http or https, or not an address at all.</returns>
    public static WebAddress? TryParse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            return null;
        }

        var name = address.HostNameType is UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost;
        var host = address.IsDefaultPort ? name : $"{name}:{address.Port}";
        var rest = address.GetComponents(UriComponents.PathAndQuery | UriComponents.Fragment, UriFormat.UriEscaped);
        return new WebAddress($"{address.Scheme}://{host}{rest}", host);
    }
}
