using System.Net.Sockets;

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
        var remedy = e switch
        {
            { InnerException: CertificateRefusedException refused } => refused.Remedy,
            { HttpRequestError: HttpRequestError.SecureConnectionError } when IsPlain(e) => "Should \"url\" in mcp-config.json begin with http://?",
            { HttpRequestError: HttpRequestError.SecureConnectionError } when WantsCertificate(e) =>
                "If the server wants to know who calls, name a certificate: \"client_certificate\" in mcp-config.json.",
            { HttpRequestError: HttpRequestError.NameResolutionError } => "Check \"url\" in mcp-config.json, and whether a proxy is needed: HTTPS_PROXY.",
            { HttpRequestError: HttpRequestError.ProxyTunnelError } => "Check HTTPS_PROXY, and NO_PROXY for servers that need none.",
            { HttpRequestError: HttpRequestError.ConnectionError } => "Is it running?",
            { HttpRequestError: HttpRequestError.InvalidResponse } => "Should \"url\" in mcp-config.json begin with https://?",
            _ when WantsCertificate(e) => "If the server wants to know who calls, name a certificate: \"client_certificate\" in mcp-config.json.",
            _ => "",
        };
        return $"The server at {address} could not be reached: {CauseOf(e).TrimEnd('.')}. {remedy}".TrimEnd();
    }

    /// <summary>What the framework knows of the reason. Its outer messages only say that something went wrong.</summary>
    public static string CauseOf(Exception e) => e switch
    {
        HttpRequestException { InnerException: CertificateRefusedException refused } => refused.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } when IsPlain(e) => "It does not speak TLS there",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError } => e.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => e.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } =>
            "It closed the connection without an answer",
        _ when e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset } => "It closed the connection without an answer",
        _ => string.Join(": ", Messages(e).TakeLast(2).Distinct()),
    };

    private static IEnumerable<string> Messages(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            yield return e.Message.TrimEnd('.');
        }
    }

    private static bool IsPlain(Exception e) => Messages(e).Any(static words => words.Contains("frame size", StringComparison.Ordinal));

    // In the alerts of TLS: certificate_required, handshake_failure, bad_certificate.
    private static bool WantsCertificate(Exception e) => Messages(e).Any(static words =>
        words.Contains("alert", StringComparison.OrdinalIgnoreCase)
        && (words.Contains("certificate", StringComparison.OrdinalIgnoreCase) || words.Contains("handshake", StringComparison.OrdinalIgnoreCase)));
}
