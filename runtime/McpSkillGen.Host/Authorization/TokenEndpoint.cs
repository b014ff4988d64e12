using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Authorization;

/// <summary>Gets tokens from an authorization server, and revokes them.</summary>
/// <param name="http">Reaches authorization servers.</param>
/// <param name="privateKey">Of the config's client, PEM; null if it has none.</param>
internal sealed class TokenEndpoint(HttpClient http, string? privateKey)
{
    public const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    public Task<TokenAnswer> ExchangeAsync(
        AuthorizationServer server,
        OAuthClient client,
        string code,
        string redirectUri,
        string verifier,
        string? resource,
        CancellationToken cancellationToken) =>
        AskAsync(
            server.TokenEndpoint,
            server.Issuer,
            client,
            [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", redirectUri), new("code_verifier", verifier), new("resource", resource)],
            cancellationToken);

    /// <summary>Begins a login on another device (RFC 8628).</summary>
    /// <returns>What the person needs, or why the server does not give it.</returns>
    public async Task<(DeviceCode? Code, string Why)> BeginDeviceAsync(
        AuthorizationServer server, string endpoint, OAuthClient client, string? scope, string? resource, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string?>> fields = [new("scope", scope), new("resource", resource)];
        var (members, answer) = await PostAsync(endpoint, server.Issuer, client, fields, cancellationToken).ConfigureAwait(false);
        return (DeviceCode.Parse(members), answer switch
        {
            TokenAnswer.Refused { Words: var words } => words,
            TokenAnswer.Unavailable { Why: var why } => why.TrimEnd('.'),
            _ => "",
        });
    }

    /// <summary>Asks whether the person has completed the login on their device.</summary>
    public Task<TokenAnswer> PollDeviceAsync(
        AuthorizationServer server, OAuthClient client, DeviceCode code, string? resource, CancellationToken cancellationToken) =>
        AskAsync(
            server.TokenEndpoint,
            server.Issuer,
            client,
            [new("grant_type", DeviceGrant), new("device_code", code.Secret), new("resource", resource)],
            cancellationToken);

    public Task<TokenAnswer> RefreshAsync(StoredLogin login, CancellationToken cancellationToken) =>
        AskAsync(
            login.TokenEndpoint,
            login.Issuer,
            login.Client,
            [new("grant_type", "refresh_token"), new("refresh_token", login.RefreshToken), new("resource", login.Resource)],
            cancellationToken);

    /// <param name="login">Where, as whom and for what: its client and its scope.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<TokenAnswer> AskAsClientAsync(StoredLogin login, CancellationToken cancellationToken) =>
        AskAsync(
            login.TokenEndpoint,
            login.Issuer,
            login.Client,
            [new("grant_type", "client_credentials"), new("scope", login.Scope), new("resource", login.Resource)],
            cancellationToken);

    /// <summary>
    /// Gets an assertion about a person from the identity provider (token exchange, RFC 8693), and exchanges it for a token at
    /// the authorization server (RFC 7523), as in enterprise-managed authorization.
    /// </summary>
    /// <param name="login">Where, as whom and for what: its client and its scope.</param>
    /// <param name="settings">The identity provider, and the person's token there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SkillException">The provider's address is not valid.</exception>
    public async Task<TokenAnswer> AskByIdentityAsync(StoredLogin login, AuthorizationSettings settings, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(settings.IdentityTokenEndpoint, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw new SkillException(ExitCode.WrongEnvironment, "\"identity_token_endpoint\" in \"auth\" of mcp-config.json is not an https address.");
        }

        var exchanged = await AskAsync(
            address.AbsoluteUri,
            address.AbsoluteUri,
            new OAuthClient(settings.IdentityClientId ?? login.Client.Id, Secret: null, ClientMethod.None, RedirectUri: null),
            [
                new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), new("requested_token_type", TokenAnswer.AssertionTokenType),
                new("audience", login.Issuer), new("resource", login.Resource), new("scope", login.Scope),
                new("subject_token", settings.IdentityToken), new("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
            ],
            cancellationToken).ConfigureAwait(false);
        return exchanged switch
        {
            TokenAnswer.Granted { AccessToken: var assertion } => await AskAsync(
                login.TokenEndpoint,
                login.Issuer,
                login.Client,
                [new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", assertion), new("scope", login.Scope), new("resource", login.Resource)],
                cancellationToken).ConfigureAwait(false),
            TokenAnswer.Refused refused => refused with { Words = $"the identity provider at {Shown(address.AbsoluteUri)} does not vouch for you: {refused.Words}" },
            _ => exchanged,
        };
    }

    /// <summary>
    /// Revokes both tokens of a login (RFC 7009), because not every server revokes the one with the other. If that fails, the
    /// login is deleted all the same.
    /// </summary>
    /// <returns>Whether the server accepted all of it.</returns>
    public async Task<bool> RevokeAsync(StoredLogin login, CancellationToken cancellationToken)
    {
        var isTaken = login.RevocationEndpoint is not null && (login.RefreshToken ?? login.AccessToken) is not null;
        foreach (var (token, kind) in new[] { (login.RefreshToken, "refresh_token"), (login.AccessToken, "access_token") })
        {
            isTaken = isTaken && (token is null || await RevokeAsync(login, token, kind, cancellationToken).ConfigureAwait(false));
        }

        return isTaken;
    }

    private async Task<bool> RevokeAsync(StoredLogin login, string token, string kind, CancellationToken cancellationToken)
    {
        using var request = Request(login.RevocationEndpoint!, login.Issuer, login.Client, [new("token", token), new("token_type_hint", kind)]);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<TokenAnswer> AskAsync(
        string endpoint, string issuer, OAuthClient client, List<KeyValuePair<string, string?>> fields, CancellationToken cancellationToken)
    {
        var (members, answer) = await PostAsync(endpoint, issuer, client, fields, cancellationToken).ConfigureAwait(false);
        if (answer is not TokenAnswer.Refused { Error: var error }
            || fields.RemoveAll(static field => field is { Key: "resource", Value: not null }) == 0
            || !TokenAnswer.IsAboutResource(error, members.Words("error_description"u8)))
        {
            return answer;
        }

        var (_, second) = await PostAsync(endpoint, issuer, client, fields, cancellationToken).ConfigureAwait(false);
        return second switch
        {
            TokenAnswer.Granted granted => granted with { IsWithoutResource = true },
            TokenAnswer.Unavailable => second,

            // A code is good for one request, and the second refusal may only say that.
            _ => answer,
        };
    }

    private async Task<(JsonElement Members, TokenAnswer Answer)> PostAsync(
        string endpoint, string issuer, OAuthClient client, List<KeyValuePair<string, string?>> fields, CancellationToken cancellationToken)
    {
        using var request = Request(endpoint, issuer, client, fields);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var members = ForeignJson.TryParse(body, out var document, out _) ? document.RootElement : default;
            return (members, TokenAnswer.Read(Shown(endpoint), response, members));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (default, new TokenAnswer.Unavailable($"The authorization server at {Shown(endpoint)} could not be reached: {e.Message.TrimEnd('.')}."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (default, new TokenAnswer.Unavailable($"The authorization server at {Shown(endpoint)} did not answer within {http.Timeout.TotalSeconds:0} s."));
        }
    }

    private HttpRequestMessage Request(string endpoint, string issuer, OAuthClient client, IReadOnlyList<KeyValuePair<string, string?>> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        List<KeyValuePair<string, string?>> all = [.. fields];
        if (client.Method == ClientMethod.Basic)
        {
            var words = $"{Uri.EscapeDataString(client.Id)}:{Uri.EscapeDataString(client.Secret ?? "")}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(words)));
        }
        else
        {
            all.Add(new("client_id", client.Id));
            if (client.Method == ClientMethod.Post)
            {
                all.Add(new("client_secret", client.Secret));
            }
            else if (client.Method == ClientMethod.PrivateKey)
            {
                all.Add(new("client_assertion_type", ClientAssertion.Type));
                all.Add(new("client_assertion", ClientAssertion.Sign(client, privateKey ?? "", issuer)));
            }
        }

        request.Content = new FormUrlEncodedContent(all.Where(static field => field.Value is not null));
        return request;
    }

    private static string Shown(string endpoint) => new Uri(endpoint).GetLeftPart(UriPartial.Authority);
}
