using System.Net;
using System.Net.Http.Headers;

namespace McpSkillGen.Host.Authorization;

/// <summary>
/// Authorizes requests to a server: adds the login's token to each, and if the server declines it, tries once more with a new
/// one. A request that fails all the same ends with the server's own 401 or 403, and with advice for its caller.
/// </summary>
internal sealed class AuthorizationHandler(TokenSource tokens, string shownAddress, string loginCommand) : DelegatingHandler
{
    private const string BearerScheme = "Bearer";

    private static readonly HttpRequestOptionsKey<string> AdviceKey = new("mcpskillgen.advice");

    private volatile string? _latest;

    /// <summary>What the caller is told.</summary>
    /// <returns>Null if it is not about authorization.</returns>
    public static string? AdviceFor(HttpRequestMessage request) => request.Options.TryGetValue(AdviceKey, out var advice) ? advice : null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string? used = null;
        switch (await tokens.CurrentAsync(cancellationToken).ConfigureAwait(false))
        {
            case Renewal.Renewed { AccessToken: var token }:
                Use(request, used = token);
                break;
            case Renewal.Impossible { Advice: var advice }:
                // Not sent: without a token the server could only say what we already know.
                request.Options.Set(AdviceKey, advice);
                return new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
            case null when request.Method == HttpMethod.Delete && _latest is { } earlier:
                // The login was deleted. The session that began with it ends with it.
                Use(request, used = earlier);
                break;
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (Challenge.In(response) is not { } challenge)
        {
            return response;
        }

        switch (await tokens.RenewAsync(used, challenge, cancellationToken).ConfigureAwait(false))
        {
            case Renewal.Impossible { Advice: var advice }:
                request.Options.Set(AdviceKey, advice);
                return response;
            case Renewal.Renewed { AccessToken: var token }:
                response.Dispose();
                Use(request, token);
                break;
        }

        response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (Challenge.In(response) is not null)
        {
            request.Options.Set(AdviceKey, Advice.Unheeded(shownAddress, loginCommand));
        }

        return response;
    }

    private void Use(HttpRequestMessage request, string token)
    {
        _latest = token;
        request.Headers.Authorization = new AuthenticationHeaderValue(BearerScheme, token);
    }
}
