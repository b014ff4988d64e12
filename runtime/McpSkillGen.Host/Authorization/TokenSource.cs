using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>The outcome of asking for a valid token.</summary>
internal abstract record Renewal
{
    public sealed record Renewed(string AccessToken) : Renewal
    {
        public override string ToString() => nameof(Renewed);
    }

    /// <param name="Advice">Why there is none, and what to do, in sentences.</param>
    public sealed record Impossible(string Advice) : Renewal;
}

/// <summary>
/// The tokens for one server. Takes them from the user's store, where another process may have put newer ones, and renews
/// them under the store's lock, so that only one process asks. A renewal that has begun is always completed, because a
/// refresh token may be valid for one request only. Never logs anybody in.
/// </summary>
/// <param name="launch">The server.</param>
/// <param name="store">Where the login is stored.</param>
/// <param name="http">Reaches authorization servers.</param>
/// <param name="loginCommand">What a person runs to log in.</param>
internal sealed class TokenSource(ServerLaunch.Remote launch, LoginStore store, HttpClient http, string loginCommand) : IDisposable
{
    // Longer than a token request's own limit plus the time that other processes may need before us.
    private static readonly TimeSpan RenewalBudget = TimeSpan.FromSeconds(90);

    // When a host leaves, a new token may be on its way, which it must not lose.
    private static readonly TimeSpan LeavingBudget = TimeSpan.FromSeconds(10);

    private readonly Lock _guard = new();
    private readonly TokenEndpoint _tokens = new(http, launch.Authorization.PrivateKey);
    private Task<Renewal> _renewing = Task.FromResult<Renewal>(new Renewal.Impossible(""));
    private volatile bool _isLoggingIn;

    /// <summary>Whether the config has a client that needs no person.</summary>
    private bool IsOwnClient => launch.Authorization.Grant is not AuthorizationGrant.AuthorizationCode;

    /// <summary>The token to send now. Renewed first if it is known to have expired.</summary>
    /// <returns>Null if there is none to send.</returns>
    public async Task<Renewal?> CurrentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return store.Read() switch
            {
                { IsFresh: true, AccessToken: { } token } => new Renewal.Renewed(token),
                { AccessToken: var ended } login when login.RefreshToken is not null || (IsOwnClient && ended is not null) =>
                    await RenewAsync(ended, challenge: null, cancellationToken).ConfigureAwait(false),
                _ => null,
            };
        }
        catch (SkillException e)
        {
            return new Renewal.Impossible(e.Message);
        }
    }

    /// <summary>
    /// A new token for the config's client, because a person asked for one. From then on, the authorization server that gave it is
    /// the only one that gets the client's credentials.
    /// </summary>
    public Task<Renewal> LogInAsync(CancellationToken cancellationToken)
    {
        _isLoggingIn = true;
        return RenewAsync(used: null, Challenge.None, cancellationToken);
    }

    /// <summary>Another token than the one that did not work.</summary>
    /// <param name="used">The token that did not work; null if none was sent.</param>
    /// <param name="challenge">What the server said to it; null if it was not asked.</param>
    /// <param name="cancellationToken">Ends the waiting. A renewal that has begun continues.</param>
    public Task<Renewal> RenewAsync(string? used, Challenge? challenge, CancellationToken cancellationToken)
    {
        lock (_guard)
        {
            // Whoever waits for a running renewal reads the store again afterwards, and finds the new token.
            var earlier = _renewing;
            _renewing = Task.Run(() => RenewAfterAsync(earlier, used, challenge), CancellationToken.None);
            return _renewing.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        Task last;
        lock (_guard)
        {
            last = _renewing;
        }

        // Blocks: the process is about to end, and has nothing else to do.
        ((IAsyncResult)last).AsyncWaitHandle.WaitOne(LeavingBudget);
    }

    private async Task<Renewal> RenewAfterAsync(Task earlier, string? used, Challenge? challenge)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var budget = new CancellationTokenSource(RenewalBudget);
        try
        {
            using var held = await store.LockAsync(budget.Token).ConfigureAwait(false);
            return await RenewAsync(held, used, challenge, budget.Token).ConfigureAwait(false);
        }
        catch (SkillException e)
        {
            return new Renewal.Impossible(e.Message);
        }
        catch (OperationCanceledException)
        {
            return new Renewal.Impossible($"The login to {launch.ShownAddress} could not be renewed within {RenewalBudget.TotalSeconds:0} s. Call again.");
        }
    }

    private async Task<Renewal> RenewAsync(IDisposable held, string? used, Challenge? challenge, CancellationToken cancellationToken)
    {
        var login = store.Read();
        if (login is { IsFresh: true, AccessToken: { } found } && found != used)
        {
            return new Renewal.Renewed(found);
        }

        if (IsOwnClient)
        {
            return await AskAsClientAsync(held, login, challenge, cancellationToken).ConfigureAwait(false);
        }

        if (login is null)
        {
            return new Renewal.Impossible(Advice.NotLoggedIn(launch.ShownAddress, loginCommand, challenge ?? Challenge.None));
        }

        if (challenge?.Error is "insufficient_scope")
        {
            // The next login must ask for it. A refresh gives no more than what was granted.
            var wanted = Scopes.Union(login.WantedScope, challenge.Scope);
            store.Write(held, login with { WantedScope = wanted });
            return new Renewal.Impossible(Advice.NeedsMore(launch.ShownAddress, loginCommand, challenge.Scope));
        }

        if (login.RefreshToken is not null)
        {
            return await RefreshAsync(held, login, cancellationToken).ConfigureAwait(false);
        }

        if (challenge is not null && login.AccessToken is not null)
        {
            // The next login must not take it for a valid one: some servers ask for a token only at some requests.
            store.Write(held, login.WithoutTokens());
        }

        return new Renewal.Impossible(Advice.Expired(launch.ShownAddress, loginCommand));
    }

    private async Task<Renewal> RefreshAsync(IDisposable held, StoredLogin login, CancellationToken cancellationToken)
    {
        switch (await _tokens.RefreshAsync(login, cancellationToken).ConfigureAwait(false))
        {
            case TokenAnswer.Granted granted:
                store.Write(held, login.With(granted, requestedScope: null));
                return new Renewal.Renewed(granted.AccessToken);
            case TokenAnswer.Unavailable { Why: var why }:
                return new Renewal.Impossible(Advice.NotNow(launch.ShownAddress, loginCommand, why));
            case TokenAnswer.Refused { IsFinal: false, Words: var words }:
                return new Renewal.Impossible(Advice.NotNow(launch.ShownAddress, loginCommand, $"The authorization server says: {words}."));
            case TokenAnswer.Refused { IsAboutClient: true } when login.Client.RedirectUri is not null:
                store.Write(held, login.WithoutClient());
                return new Renewal.Impossible(Advice.Expired(launch.ShownAddress, loginCommand));
            case TokenAnswer.Refused refused:
                store.Write(held, login.WithoutTokens());
                return new Renewal.Impossible(Advice.Expired(launch.ShownAddress, loginCommand, refused.Error is "invalid_grant" ? null : refused.Words));
            case var other:
                throw new InvalidOperationException($"A refresh cannot end as {other}.");
        }
    }

    private async Task<Renewal> AskAsClientAsync(IDisposable held, StoredLogin? login, Challenge? challenge, CancellationToken cancellationToken)
    {
        var settings = launch.Authorization;
        if (login is null || challenge is not null)
        {
            var (server, resource, scopes) = await new Discovery(http, launch)
                .RunAsync(challenge ?? Challenge.None, login, cancellationToken)
                .ConfigureAwait(false)
                ?? throw new SkillException(ExitCode.Unreachable, $"The server at {launch.ShownAddress} does not say where to get tokens for it, but \"auth\" of mcp-config.json needs one.");
            if (login is null && !_isLoggingIn && settings.Issuer is null && !Issuers.ShareOrigin(new Uri(server.Issuer), launch.Endpoint))
            {
                var issuer = PlainLine.Excerpt(server.Issuer);
                throw new SkillException(ExitCode.Unreachable, $"The server at {launch.ShownAddress} wants the credentials in \"auth\" of mcp-config.json sent to another server, {issuer}, which nobody has agreed to yet. If you know that it is right, run: {loginCommand}\nOr set \"issuer\": \"{issuer}\" in \"auth\".");
            }

            login = StoredLogin.At(server, launch.ShownAddress, settings.SendsResource ? resource : null, ClientRegistration.Configured(settings, server)) with
            {
                Scope = Scopes.ToAskFor(settings.Scopes, challenge, new Directions(server, resource, scopes), login?.Scope),
            };
        }

        // The config may have another secret now.
        login = login with { Client = login.Client with { Secret = settings.ClientSecret } };
        var answer = settings.Grant is AuthorizationGrant.IdentityAssertion
            ? await _tokens.AskByIdentityAsync(login, settings, cancellationToken).ConfigureAwait(false)
            : await _tokens.AskAsClientAsync(login, cancellationToken).ConfigureAwait(false);
        switch (answer)
        {
            case TokenAnswer.Granted granted:
                // With the secret itself at hand, a refresh token is not needed.
                store.Write(held, login.With(granted with { RefreshToken = null }, login.Scope));
                return new Renewal.Renewed(granted.AccessToken);
            case TokenAnswer.Unavailable { Why: var why }:
                return new Renewal.Impossible($"{why} Call again later.");
            case TokenAnswer.Refused refused:
                // What was stored about client and scope may be outdated: the next time it is found out again, at the same server.
                store.Write(held, login.WithoutTokens());
                return new Renewal.Impossible($"The authorization server {PlainLine.Excerpt(login.Issuer)} refused to issue a token to this client: {refused.Words}. Check \"auth\" in mcp-config.json.");
            case var other:
                throw new InvalidOperationException($"A request for a token cannot end as {other}.");
        }
    }
}
