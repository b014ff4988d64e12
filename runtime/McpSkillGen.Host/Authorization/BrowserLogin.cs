using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>
/// A login in a browser: OAuth 2.1 with PKCE, resource indicators, and a redirect to this machine (RFC 8252). A browser on
/// another machine cannot follow the redirect; then the person pastes the address that it ended at.
/// </summary>
/// <param name="settings">The config's.</param>
/// <param name="http">Reaches the authorization server.</param>
/// <param name="person">Who logs in.</param>
internal sealed class BrowserLogin(AuthorizationSettings settings, HttpClient http, ILoginPerson person)
{
    /// <exception cref="SkillException">The login failed.</exception>
    public async Task<LoginOutcome> RunAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        var (server, resource) = (request.Server, request.Resource);
        var page = WebAddress.TryParse(server.AuthorizationEndpoint ?? "")
            ?? throw new SkillException(ExitCode.Unreachable, $"The authorization server {PlainLine.Excerpt(server.Issuer)} has no page to log in to. Try login --device. If it issues tokens to clients, set \"grant\": \"client_credentials\" in \"auth\" of mcp-config.json.");
        RequireProof(server, resource);
        var wanted = RedirectAddress.In(settings);
        var before = request.Known?.Client.RedirectUri is { } address ? RedirectAddress.TryParse(address) : null;
        using var listener = RedirectListener.Open(wanted ?? before ?? RedirectAddress.Default, isFixed: wanted?.Port is not null);
        var client = await new ClientRegistration(http, settings)
            .SettleAsync(request, [listener.Address, listener.LocalhostAddress], byDevice: false, cancellationToken)
            .ConfigureAwait(false);
        var redirectUri = client.RedirectUri ?? listener.Address;
        var (verifier, state) = (RandomText(), RandomText());

        person.ShowPage(PageFor(resource), listener.Port);
        var answer = await AnswerAsync(listener, state, Detour, cancellationToken).ConfigureAwait(false);
        CheckSender(answer, server);
        var code = answer.Code
            ?? throw new SkillException(ExitCode.Unreachable, $"The login was declined: {PlainLine.Excerpt(answer.Description is null ? answer.Error! : $"{answer.Error}: {answer.Description}").TrimEnd('.')}.");
        var tokens = await new TokenEndpoint(http, settings.PrivateKey)
            .ExchangeAsync(server, client, code, redirectUri, verifier, resource, cancellationToken)
            .ConfigureAwait(false);
        return new LoginOutcome(client, resource, tokens);

        string PageFor(string? what) => QueryText.AddTo(
            page.Text,
            ("response_type", "code"),
            ("client_id", client.Id),
            ("redirect_uri", redirectUri),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            ("code_challenge_method", "S256"),
            ("state", state),
            ("scope", request.Scope),
            ("resource", what));

        // Once: the page without the resource is the last word.
        string? Detour(RedirectAnswer refusal)
        {
            if (resource is null || !IsFrom(refusal, server) || !TokenAnswer.IsAboutResource(refusal.Error, refusal.Description))
            {
                return null;
            }

            resource = null;
            return PageFor(null);
        }
    }

    /// <summary>The redirect's answer, from the browser itself or from what the person pastes.</summary>
    private async Task<RedirectAnswer> AnswerAsync(
        RedirectListener listener, string state, Func<RedirectAnswer, string?> detour, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<RedirectAnswer>[] ways = [listener.WaitAsync(state, detour, over.Token), PastedAsync(listener, state, detour, over.Token)];
        var first = await Task.WhenAny(ways).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await ((Task)Task.WhenAll(ways)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await first.ConfigureAwait(false);
    }

    private async Task<RedirectAnswer> PastedAsync(
        RedirectListener listener, string state, Func<RedirectAnswer, string?> detour, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = (await person.ReadLineAsync(cancellationToken).ConfigureAwait(false)).Trim().Trim('\'', '"', '<', '>');
            if (line.Length == 0)
            {
                continue;
            }

            // The whole address, or only what follows its question mark.
            var query = line[(line.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('#')[0];
            if (RedirectAnswer.Read(query, state) is not { } answer)
            {
                person.Tell(query.Contains("state=", StringComparison.Ordinal)
                    ? "This address belongs to another login. Open the address that was printed last, and paste where the browser ends then."
                    : $"This is not where the browser ends. Paste the whole address of its last page: it begins with {listener.Address.Split(':')[0]}:// and contains code= and state=.");
                continue;
            }

            if (detour(answer) is { } onward)
            {
                person.ShowPage(onward, listener.Port);
                continue;
            }

            return answer;
        }
    }

    // The specification forbids a login at a server that does not say that it supports PKCE. Servers that are older than
    // resource descriptions did not have to say so.
    private void RequireProof(AuthorizationServer server, string? resource)
    {
        var isPromised = server.ChallengeMethods is { } methods ? methods.Contains("S256") : resource is null || settings.AssumesPkce;
        if (!isPromised)
        {
            throw new SkillException(
                ExitCode.Unreachable,
                $"The authorization server {PlainLine.Excerpt(server.Issuer)} does not say that it supports PKCE (S256 in code_challenge_methods_supported). Without PKCE a login could be stolen, so MCP forbids it."
                + (server.ChallengeMethods is null ? " If you know that it supports PKCE, set \"assume_pkce\": true in \"auth\" of mcp-config.json." : ""));
        }
    }

    // Checked before anything else, and letter by letter (RFC 9207).
    private static void CheckSender(RedirectAnswer answer, AuthorizationServer server)
    {
        if (!IsFrom(answer, server))
        {
            throw new SkillException(ExitCode.Unreachable, $"The browser came back from {(answer.Issuer is { } other ? PlainLine.Excerpt(other) : "a server that does not name itself")}, not from {PlainLine.Excerpt(server.Issuer)}: the login may have been tampered with and was discarded.");
        }
    }

    private static bool IsFrom(RedirectAnswer answer, AuthorizationServer server) =>
        answer.Issuer is null ? !server.NamesItself : answer.Issuer == server.Issuer;

    private static string RandomText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
