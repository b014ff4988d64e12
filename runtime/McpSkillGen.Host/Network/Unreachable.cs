using System.Security.Authentication;

namespace McpSkillGen.Host.Network;

/// <summary>Explains why a server could not be reached.</summary>
internal static class Unreachable
{
    /// <summary>Whether the request was certainly not sent.</summary>
    public static bool IsCauseOf(HttpRequestException e) => e.HttpRequestError is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;

    /// <param name="e">The framework's error.</param>
    /// <param name="address">The server's, without secrets.</param>
    /// <returns>A sentence, and a remedy if there is one.</returns>
    public static string Tell(HttpRequestException e, string address)
    {
        var cause = e.InnerException is AuthenticationException { Message: var certificate } ? certificate : e.Message;
        var remedy = e.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError => " If your organisation issued its certificate, name the root certificate: NODE_EXTRA_CA_CERTS=FILE or SSL_CERT_FILE=FILE.",
            HttpRequestError.NameResolutionError => " Check \"url\" in mcp-config.json, and whether a proxy is needed: HTTPS_PROXY.",
            HttpRequestError.ProxyTunnelError => " Check HTTPS_PROXY, and NO_PROXY for servers that need none.",
            HttpRequestError.ConnectionError => " Is it running?",
            _ => "",
        };
        return $"The server at {address} could not be reached: {cause.TrimEnd('.')}.{remedy}";
    }
}
