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

    /// <param name="request">Where, and what for.</param>
    /// <param name="redirectUris">Where the browser may be redirected to: the first that the server takes.</param>
    /// <param name="byDevice">Whether people log in with a code instead.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SkillException">There is no client, and none can be registered.</exception>
    public async Task<OAuthClient> SettleAsync(LoginRequest request, IReadOnlyList<string> redirectUris, bool byDevice, CancellationToken cancellationToken)
    {
        var server = request.Server;
        if (IsSettled(settings, server))
        {
            return Configured(settings, server);
        }

        if (request.Known?.Client is { RedirectUri: { } registered } earlier && redirectUris.Contains(registered))
        {
            return earlier;
        }

        if (server.RegistrationEndpoint is not { } endpoint)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The authorization server {PlainLine.Excerpt(server.Issuer)} does not register clients by itself. Register one there, with a redirect address of {RedirectAddress.Default.At(0).Replace(":0/", ":PORT/", StringComparison.Ordinal)}, and put it into mcp-config.json: \"auth\": {{\"client_id\": \"…\", \"redirect_port\": PORT}}, and \"client_secret\": \"${{NAME}}\" if it has one. If it has another redirect address on this machine, name that instead: \"redirect_uri\".");
        }

        var refusal = "";
        foreach (var redirectUri in redirectUris)
        {
            var (client, why, isAboutRedirect) = await RegisterAsync(server, endpoint, redirectUri, request.Scope, byDevice, cancellationToken)
                .ConfigureAwait(false);
            if (client is not null)
            {
                return client;
            }

            refusal = refusal.Length > 0 ? refusal : why;
            if (!isAboutRedirect)
            {
                break;
            }
        }

        throw new SkillException(ExitCode.Unreachable, $"The authorization server {PlainLine.Excerpt(server.Issuer)} did not register this client: {refusal.TrimEnd('.')}.");
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

    private async Task<(OAuthClient? Client, string Why, bool IsAboutRedirect)> RegisterAsync(
        AuthorizationServer server, string endpoint, string redirectUri, string? scope, bool byDevice, CancellationToken cancellationToken)
    {
        var method = ClientMethod.ToRegister(server.ClientMethods);
        using var content = new ReadOnlyMemoryContent(JsonTree.ToBytes(Wish(redirectUri, method, scope, byDevice)));
        content.Headers.ContentType = new("application/json");
        try
        {
            using var response = await http.PostAsync(new Uri(endpoint), content, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var answer = ForeignJson.TryParse(body, out var document, out _) ? document.RootElement : default;
            if (response.IsSuccessStatusCode && answer.Words("client_id"u8) is { } id)
            {
                return (new OAuthClient(id, answer.Words("client_secret"u8), answer.Words("token_endpoint_auth_method"u8) ?? method, redirectUri), "", false);
            }

            var (error, description) = (answer.Words("error"u8), answer.Words("error_description"u8));
            var words = PlainLine.Excerpt(description ?? error ?? Encoding.UTF8.GetString(body));
            return (
                null,
                $"it answered with status {(int)response.StatusCode} ({response.StatusCode}){(words.Length > 0 ? ": " : "")}{words}",
                error is "invalid_redirect_uri" || (description?.Contains("redirect", StringComparison.OrdinalIgnoreCase) ?? false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, e.Message, false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {http.Timeout.TotalSeconds:0} s", false);
        }
    }

    private static JsonObject Wish(string redirectUri, string method, string? scope, bool byDevice)
    {
        var wish = new JsonObject
        {
            ["client_name"] = "McpSkillGen",
            ["redirect_uris"] = new JsonArray(redirectUri),
            ["grant_types"] = byDevice
                ? new JsonArray("authorization_code", "refresh_token", TokenEndpoint.DeviceGrant)
                : new JsonArray("authorization_code", "refresh_token"),
            ["response_types"] = new JsonArray("code"),
            ["token_endpoint_auth_method"] = method,
            ["application_type"] = "native",
        };
        if (scope is not null)
        {
            wish["scope"] = scope;
        }

        return wish;
    }
}
