using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>How a login ended.</summary>
/// <param name="Login">What is stored; null if the server needs no login.</param>
/// <param name="WasThere">Whether nothing had to be done.</param>
internal sealed record LoginResult(StoredLogin? Login, bool WasThere);

/// <summary>
/// Logs a person in: finds out where, decides which client we are, sends the browser there, waits for the redirect, and stores
/// the tokens. OAuth 2.1 with PKCE, resource indicators and a redirect to this machine (RFC 8252).
/// </summary>
/// <param name="launch">The server.</param>
/// <param name="store">Where the login is stored.</param>
/// <param name="http">Reaches the server and its authorization server.</param>
/// <param name="probe">Asks the server whether it lets us in.</param>
internal sealed class LoginFlow(ServerLaunch.Remote launch, LoginStore store, HttpClient http, ServerProbe probe)
{
    private readonly TokenEndpoint _tokens = new(http, launch.Authorization.PrivateKey);

    /// <param name="force">Log in although there is a login.</param>
    /// <param name="show">Gets the address that a browser must open, and the port that it is redirected to.</param>
    /// <param name="cancellationToken">Ends it. Nothing is stored then.</param>
    /// <exception cref="SkillException">The login failed.</exception>
    public async Task<LoginResult> RunAsync(bool force, Action<string, int> show, CancellationToken cancellationToken)
    {
        var earlier = store.Read();
        var isEnough = earlier is { AccessToken: not null, WantedScope: null }
            && !Scopes.Words(string.Join(' ', launch.Authorization.Scopes)).Except(Scopes.Words(earlier.Scope)).Any();
        if (!force && isEnough && await probe.IsLetInAsync(cancellationToken).ConfigureAwait(false))
        {
            return new LoginResult(store.Read(), WasThere: true);
        }

        var challenge = await probe.ChallengeAsync(cancellationToken).ConfigureAwait(false);
        var directions = await new Discovery(http, launch.Endpoint, launch.ShownAddress)
            .RunAsync(challenge ?? Challenge.None, cancellationToken)
            .ConfigureAwait(false);
        if (directions is null)
        {
            return challenge is null
                ? new LoginResult(Login: null, WasThere: true)
                : throw new SkillException(
                    ExitCode.Unreachable,
                    $"The server at {launch.ShownAddress} wants authorization and does not say where to log in. If it takes a fixed token, put it into \"headers\" of mcp-config.json: \"Authorization\": \"Bearer ${{TOKEN}}\".");
        }

        var login = await LogInAsync(directions, challenge, earlier, force, show, cancellationToken).ConfigureAwait(false);

        // From here on an interruption would only lose what the server has already issued.
        using var held = await store.LockAsync(CancellationToken.None).ConfigureAwait(false);
        store.Write(held, login);
        return new LoginResult(login, WasThere: false);
    }

    private async Task<StoredLogin> LogInAsync(
        Directions directions, Challenge? challenge, StoredLogin? earlier, bool force, Action<string, int> show, CancellationToken cancellationToken)
    {
        var (server, resource, _) = directions;
        var authorization = server.AuthorizationEndpoint
            ?? throw new SkillException(ExitCode.Unreachable, $"The authorization server {server.Issuer} has no page to log in to. If it issues tokens to clients, set \"grant\": \"client_credentials\" in \"auth\" of mcp-config.json.");
        RequireProof(server, resource);

        // A client and its scopes are only valid at the server that they come from.
        var known = !force && earlier?.Issuer == server.Issuer ? earlier : null;
        var knownPort = known?.Client.RedirectUri is { } address && Uri.TryCreate(address, UriKind.Absolute, out var parsed) ? parsed.Port : (int?)null;
        using var listener = RedirectListener.Open(launch.Authorization.RedirectPort, knownPort);
        var scope = Scopes.WithRefresh(
            Scopes.ToAskFor(
                launch.Authorization.Scopes,
                challenge,
                directions,
                Scopes.Union(known?.WantedScope is null ? null : known.Scope, known?.WantedScope)),
            server);
        var client = await new ClientRegistration(http, launch.Authorization)
            .SettleAsync(server, known?.Client, listener.Address, scope, cancellationToken)
            .ConfigureAwait(false);

        var (verifier, state) = (RandomText(), RandomText());
        var page = QueryText.AddTo(
            authorization,
            ("response_type", "code"),
            ("client_id", client.Id),
            ("redirect_uri", listener.Address),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            ("code_challenge_method", "S256"),
            ("state", state),
            ("scope", scope),
            ("resource", resource));
        show(page, listener.Port);
        var answer = await listener.WaitAsync(state, cancellationToken).ConfigureAwait(false);
        var code = Check(answer, server);
        return await _tokens.ExchangeAsync(server, client, code, listener.Address, verifier, resource, cancellationToken).ConfigureAwait(false) switch
        {
            TokenAnswer.Granted granted => new StoredLogin
            {
                Server = launch.ShownAddress,
                Issuer = server.Issuer,
                TokenEndpoint = server.TokenEndpoint,
                RevocationEndpoint = server.RevocationEndpoint,
                Resource = resource,
                Client = client,
            }.With(granted, scope),
            TokenAnswer.Refused { Words: var words } => throw new SkillException(ExitCode.Unreachable, $"The authorization server {server.Issuer} did not complete the login: {words}."),
            TokenAnswer.Unavailable { Why: var why } => throw new SkillException(ExitCode.Unreachable, $"The login was not completed. {why} Log in again."),
            var other => throw new InvalidOperationException($"An exchange cannot end as {other}."),
        };
    }

    // The specification forbids a login at a server that does not say that it supports PKCE. Servers that are older than
    // resource descriptions did not have to say so.
    private static void RequireProof(AuthorizationServer server, string? resource)
    {
        if (server.ChallengeMethods is { } methods ? !methods.Contains("S256") : resource is not null)
        {
            throw new SkillException(
                ExitCode.Unreachable,
                $"The authorization server {server.Issuer} does not say that it supports PKCE (S256 in code_challenge_methods_supported). Without PKCE a login could be stolen, so MCP forbids it.");
        }
    }

    private static string Check(RedirectAnswer answer, AuthorizationServer server)
    {
        // Checked first (RFC 9207).
        if (answer.Issuer is null ? server.NamesItself : answer.Issuer != server.Issuer)
        {
            throw new SkillException(ExitCode.Unreachable, $"The browser came back from {answer.Issuer ?? "a server that does not name itself"}, not from {server.Issuer}: the login may have been tampered with and was discarded.");
        }

        return answer.Code ?? throw new SkillException(ExitCode.Unreachable, $"The login was declined: {PlainLine.Of(answer.Error ?? "").TrimEnd('.')}.");
    }

    private static string RandomText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
