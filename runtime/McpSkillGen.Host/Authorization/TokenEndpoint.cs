using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>What a token endpoint answered.</summary>
internal abstract record TokenAnswer
{
    /// <param name="AccessToken">The new token.</param>
    /// <param name="RefreshToken">The one that replaces the old; null if the old one stays.</param>
    /// <param name="Lifetime">Of the access token, if the server says so.</param>
    /// <param name="Scope">What was granted, if it differs from what was asked for.</param>
    public sealed record Granted(string AccessToken, string? RefreshToken, TimeSpan? Lifetime, string? Scope) : TokenAnswer
    {
        public override string ToString() => nameof(Granted);
    }

    /// <param name="Error">The specification's word, such as <c>invalid_grant</c>.</param>
    /// <param name="Words">The same, and what the server adds.</param>
    public sealed record Refused(string Error, string Words) : TokenAnswer;

    /// <summary>The request was not answered, and may be repeated.</summary>
    public sealed record Unavailable(string Why) : TokenAnswer;
}

/// <summary>Gets tokens from an authorization server, and revokes them.</summary>
/// <param name="http">Reaches authorization servers.</param>
/// <param name="privateKey">Of the config's client, PEM; null if it has none.</param>
internal sealed class TokenEndpoint(HttpClient http, string? privateKey)
{
    private const string AssertionTokenType = "urn:ietf:params:oauth:token-type:id-jag";

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
                new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), new("requested_token_type", AssertionTokenType),
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
        using var request = Request(endpoint, issuer, client, fields);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return Read(endpoint, response, body);
        }
        catch (HttpRequestException e)
        {
            return new TokenAnswer.Unavailable($"The authorization server at {Shown(endpoint)} could not be reached: {e.Message.TrimEnd('.')}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TokenAnswer.Unavailable($"The authorization server at {Shown(endpoint)} did not answer within {http.Timeout.TotalSeconds:0} s.");
        }
    }

    private HttpRequestMessage Request(string endpoint, string issuer, OAuthClient client, List<KeyValuePair<string, string?>> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (client.Method == ClientMethod.Basic)
        {
            var words = $"{Uri.EscapeDataString(client.Id)}:{Uri.EscapeDataString(client.Secret ?? "")}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(words)));
        }
        else
        {
            fields.Add(new("client_id", client.Id));
            if (client.Method == ClientMethod.Post)
            {
                fields.Add(new("client_secret", client.Secret));
            }
            else if (client.Method == ClientMethod.PrivateKey)
            {
                fields.Add(new("client_assertion_type", ClientAssertion.Type));
                fields.Add(new("client_assertion", ClientAssertion.Sign(client, privateKey ?? "", issuer)));
            }
        }

        request.Content = new FormUrlEncodedContent(fields.Where(static field => field.Value is not null));
        return request;
    }

    private static TokenAnswer Read(string endpoint, HttpResponseMessage response, byte[] body)
    {
        var members = ForeignJson.TryParse(body, out var document, out _) ? document.RootElement : default;
        if (response.IsSuccessStatusCode && members.Words("access_token"u8) is { } token)
        {
            // We do not know how to send tokens of other kinds. An assertion is never sent as a token.
            return members.Words("issued_token_type"u8) is AssertionTokenType || string.Equals(members.Words("token_type"u8) ?? "Bearer", "Bearer", StringComparison.OrdinalIgnoreCase)
                ? new TokenAnswer.Granted(token, members.Words("refresh_token"u8), LifetimeIn(members), members.Words("scope"u8))
                : new TokenAnswer.Refused("unsupported_token_type", $"It issues tokens of type {PlainLine.Excerpt(members.Words("token_type"u8) ?? "nothing")}, but only Bearer is supported");
        }

        if (members.Words("error"u8) is { } error)
        {
            var description = members.Words("error_description"u8) is { } more ? $": {PlainLine.Excerpt(more)}" : "";
            return new TokenAnswer.Refused(error, PlainLine.Excerpt(error) + description.TrimEnd('.'));
        }

        var status = $"The authorization server at {Shown(endpoint)} answered with status {(int)response.StatusCode} ({response.StatusCode})";
        return (int)response.StatusCode is >= 400 and < 500 and not (408 or 429)
            ? new TokenAnswer.Refused("", status)
            : new TokenAnswer.Unavailable(status + (response.IsSuccessStatusCode ? " and no token." : "."));
    }

    private static TimeSpan? LifetimeIn(JsonElement members) =>
        members.Number("expires_in"u8) is { } seconds and >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds / 1000 ? TimeSpan.FromSeconds(seconds) : null;

    private static string Shown(string endpoint) => new Uri(endpoint).GetLeftPart(UriPartial.Authority);
}
