using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>Decides which client we are at an authorization server: the config's, the one of the last login, or a new one (RFC 7591).</summary>
/// <param name="http">Reaches the server.</param>
/// <param name="settings">The config's.</param>
internal sealed class ClientRegistration(HttpClient http, AuthorizationSettings settings)
{
    /// <summary>Whether the config names a client that needs no registration at this server.</summary>
    public static bool IsSettled(AuthorizationSettings settings, AuthorizationServer server) =>
        settings.ClientId is { Length: > 0 } id && (!IsDocument(id) || server.TakesMetadataDocuments || server.RegistrationEndpoint is null);

    /// <param name="server">Where.</param>
    /// <param name="earlier">The client of an earlier login there; null to ignore it.</param>
    /// <param name="redirectUri">Where the browser is redirected to.</param>
    /// <param name="scope">What will be asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SkillException">There is no client, and none can be registered.</exception>
    public async Task<OAuthClient> SettleAsync(
        AuthorizationServer server, OAuthClient? earlier, string redirectUri, string? scope, CancellationToken cancellationToken)
    {
        if (IsSettled(settings, server))
        {
            return Configured(settings, server);
        }

        if (earlier?.RedirectUri == redirectUri)
        {
            return earlier;
        }

        return server.RegistrationEndpoint is { } endpoint
            ? await RegisterAsync(server, endpoint, redirectUri, scope, cancellationToken).ConfigureAwait(false)
            : throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The authorization server {server.Issuer} does not register clients by itself. Register one there, with a redirect address of http://127.0.0.1:PORT{RedirectListener.Path}, and put it into mcp-config.json: \"auth\": {{\"client_id\": \"…\", \"redirect_port\": PORT}}, and \"client_secret\": \"${{NAME}}\" if it has one.");
    }

    /// <summary>The config's client.</summary>
    /// <exception cref="SkillException">Its private key cannot be used.</exception>
    public static OAuthClient Configured(AuthorizationSettings settings, AuthorizationServer server) => settings.PrivateKey is { Length: > 0 } key
        ? new OAuthClient(settings.ClientId!, Secret: null, ClientMethod.PrivateKey, RedirectUri: null)
        {
            SigningAlgorithm = ClientAssertion.AlgorithmOf(key, server.SigningAlgorithms),
        }
        : new OAuthClient(
            settings.ClientId!, settings.ClientSecret, ClientMethod.For(settings.ClientSecret is { Length: > 0 }, server.ClientMethods), RedirectUri: null);

    private static bool IsDocument(string clientId) =>
        Uri.TryCreate(clientId, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.AbsolutePath.Length > 1;

    private async Task<OAuthClient> RegisterAsync(
        AuthorizationServer server, string endpoint, string redirectUri, string? scope, CancellationToken cancellationToken)
    {
        var method = ClientMethod.ToRegister(server.ClientMethods);
        var wish = new JsonObject
        {
            ["client_name"] = "McpSkillGen",
            ["redirect_uris"] = new JsonArray(redirectUri),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["response_types"] = new JsonArray("code"),
            ["token_endpoint_auth_method"] = method,
            ["application_type"] = "native",
        };
        if (scope is not null)
        {
            wish["scope"] = scope;
        }

        using var content = new ReadOnlyMemoryContent(JsonTree.ToBytes(wish));
        content.Headers.ContentType = new("application/json");
        try
        {
            using var response = await http.PostAsync(new Uri(endpoint), content, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var answer = ForeignJson.TryParse(body, out var document, out _) ? document.RootElement : default;
            if (response.IsSuccessStatusCode && answer.Words("client_id"u8) is { } id)
            {
                return new OAuthClient(id, answer.Words("client_secret"u8), answer.Words("token_endpoint_auth_method"u8) ?? method, redirectUri);
            }

            var words = PlainLine.Excerpt(answer.Words("error_description"u8) ?? answer.Words("error"u8) ?? Encoding.UTF8.GetString(body));
            throw Failed(server, $"it answered with status {(int)response.StatusCode} ({response.StatusCode}){(words.Length > 0 ? ": " : "")}{words}");
        }
        catch (HttpRequestException e)
        {
            throw Failed(server, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(server, $"no answer within {http.Timeout.TotalSeconds:0} s");
        }
    }

    private static SkillException Failed(AuthorizationServer server, string why) => new(
        ExitCode.Unreachable, $"The authorization server {server.Issuer} did not register this client: {why.TrimEnd('.')}.");
}
