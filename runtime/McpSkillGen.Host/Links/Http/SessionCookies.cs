using System.Net;

namespace McpSkillGen.Host.Links.Http;

/// <summary>
/// Gives a server's cookies back to it, for one session: behind a balancer, a cookie says which of several servers has the session.
/// </summary>
/// <param name="configured">The cookies that the config has; null if it has none.</param>
internal sealed class SessionCookies(string? configured) : DelegatingHandler
{
    private const string CookieHeader = "Cookie";

    private readonly CookieContainer _cookies = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The address of this request: a redirect is a request of its own.
        var address = request.RequestUri!;
        if (_cookies.GetCookieHeader(address) is { Length: > 0 } kept)
        {
            request.Headers.Remove(CookieHeader);
            request.Headers.TryAddWithoutValidation(CookieHeader, configured is null ? kept : $"{configured}; {kept}");
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Headers.NonValidated.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies)
            {
                Keep(address, cookie);
            }
        }

        return response;
    }

    private void Keep(Uri address, string cookie)
    {
        try
        {
            _cookies.SetCookies(address, cookie);
        }
        catch (CookieException)
        {
            // For another host or path, or not a cookie at all: a browser would not keep it either.
        }
    }
}
