using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>How a login ended.</summary>
/// <param name="Login">What is stored; null if the server needs no login.</param>
/// <param name="WasThere">Whether nothing had to be done.</param>
internal sealed record LoginResult(StoredLogin? Login, bool WasThere);

/// <summary>Logs a person in: finds out whether that is necessary and where, has them log in, and stores the tokens.</summary>
/// <param name="launch">The server.</param>
/// <param name="store">Where the login is stored.</param>
/// <param name="http">Reaches the server and its authorization server.</param>
/// <param name="probe">Asks the server whether it lets us in.</param>
internal sealed class LoginFlow(ServerLaunch.Remote launch, LoginStore store, HttpClient http, ServerProbe probe)
{
    /// <param name="person">Who logs in.</param>
    /// <param name="byDevice">Whether with a code, on another device.</param>
    /// <param name="force">Log in although there is a login.</param>
    /// <param name="cancellationToken">Ends it. Nothing is stored then.</param>
    /// <exception cref="SkillException">The login failed.</exception>
    public async Task<LoginResult> RunAsync(ILoginPerson person, bool byDevice, bool force, CancellationToken cancellationToken)
    {
        var earlier = store.Read();
        var isEnough = earlier is { AccessToken: not null, WantedScope: null }
            && !Scopes.Words(string.Join(' ', launch.Authorization.Scopes)).Except(Scopes.Words(earlier.Scope)).Any();
        if (!force && isEnough && await probe.IsLetInAsync(cancellationToken).ConfigureAwait(false))
        {
            return new LoginResult(store.Read(), WasThere: true);
        }

        var challenge = await probe.ChallengeAsync(cancellationToken).ConfigureAwait(false);
        var directions = await new Discovery(http, launch).RunAsync(challenge ?? Challenge.None, earlier, cancellationToken).ConfigureAwait(false);
        if (directions is null)
        {
            return challenge is null
                ? new LoginResult(Login: null, WasThere: true)
                : throw new SkillException(
                    ExitCode.Unreachable,
                    $"The server at {launch.ShownAddress} wants authorization and does not say where to log in. If it takes a fixed token, put it into \"headers\" of mcp-config.json: \"Authorization\": \"Bearer ${{TOKEN}}\".");
        }

        var request = ToRequest(directions, challenge, earlier, force);
        var outcome = byDevice
            ? await new DeviceLogin(launch.Authorization, http, person).RunAsync(request, cancellationToken).ConfigureAwait(false)
            : await new BrowserLogin(launch.Authorization, http, person).RunAsync(request, cancellationToken).ConfigureAwait(false);
        var login = ToLogin(request, outcome);

        // From here on an interruption would only lose what the server has already issued.
        using var held = await store.LockAsync(CancellationToken.None).ConfigureAwait(false);
        store.Write(held, login);
        return new LoginResult(login, WasThere: false);
    }

    private LoginRequest ToRequest(Directions directions, Challenge? challenge, StoredLogin? earlier, bool force)
    {
        // A client and its scopes are only valid at the server that they come from.
        var known = !force && earlier is not null && Issuers.AreSame(earlier.Issuer, directions.Server.Issuer) ? earlier : null;
        var scope = Scopes.ToAskFor(
            launch.Authorization.Scopes, challenge, directions, Scopes.Union(known?.WantedScope is null ? null : known.Scope, known?.WantedScope));
        return new LoginRequest(
            directions.Server, launch.Authorization.SendsResource ? directions.Resource : null, Scopes.WithRefresh(scope, directions.Server), known);
    }

    private StoredLogin ToLogin(LoginRequest request, LoginOutcome outcome) => outcome.Answer switch
    {
        TokenAnswer.Granted granted => StoredLogin.At(request.Server, launch.ShownAddress, outcome.Resource, outcome.Client).With(granted, request.Scope),
        TokenAnswer.Refused { Words: var words } => throw new SkillException(ExitCode.Unreachable, $"The authorization server {PlainLine.Excerpt(request.Server.Issuer)} did not complete the login: {words}."),
        TokenAnswer.Unavailable { Why: var why } => throw new SkillException(ExitCode.Unreachable, $"The login was not completed. {why} Log in again."),
        var other => throw new InvalidOperationException($"A login cannot end as {other}."),
    };
}
