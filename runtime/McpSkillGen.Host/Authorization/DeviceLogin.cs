using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Authorization;

/// <summary>A login on another device (RFC 8628): the person types a code on a page, and we ask until they have.</summary>
/// <param name="settings">The config's.</param>
/// <param name="http">Reaches the authorization server.</param>
/// <param name="person">Who logs in.</param>
internal sealed class DeviceLogin(AuthorizationSettings settings, HttpClient http, ILoginPerson person)
{
    // The browser is never sent back, but servers want to know an address when they register a client.
    private static readonly string UnusedAddress = $"http://{RedirectAddress.Default.Host}{RedirectAddress.Default.Path}";

    // RFC 8628, section 3.5.
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);

    /// <exception cref="SkillException">The login failed.</exception>
    public async Task<LoginOutcome> RunAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        var server = request.Server;
        var endpoint = server.DeviceEndpoint
            ?? throw new SkillException(ExitCode.Unreachable, $"The authorization server {PlainLine.Excerpt(server.Issuer)} has no login with a code (device_authorization_endpoint). Log in without --device; --paste needs no browser on this machine.");
        var client = await new ClientRegistration(http, settings)
            .SettleAsync(request, [UnusedAddress], byDevice: true, cancellationToken)
            .ConfigureAwait(false);
        var tokens = new TokenEndpoint(http, settings.PrivateKey);
        var resource = request.Resource;
        var (code, why) = await tokens.BeginDeviceAsync(server, endpoint, client, request.Scope, resource, cancellationToken).ConfigureAwait(false);
        if (code is null)
        {
            throw new SkillException(ExitCode.Unreachable, $"The authorization server {PlainLine.Excerpt(server.Issuer)} gave no code to log in with{(why.Length > 0 ? $": {why}" : "")}.");
        }

        person.ShowCode(code);
        using var expired = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        expired.CancelAfter(code.Lifetime);
        try
        {
            return new LoginOutcome(client, resource, await AwaitAsync(tokens, server, client, code, resource, expired.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Ended("the code has expired");
        }
    }

    private static async Task<TokenAnswer> AwaitAsync(
        TokenEndpoint tokens, AuthorizationServer server, OAuthClient client, DeviceCode code, string? resource, CancellationToken cancellationToken)
    {
        var interval = code.Interval;
        while (true)
        {
            await Task.Delay(interval, cancellationToken).ConfigureAwait(false);
            switch (await tokens.PollDeviceAsync(server, client, code, resource, cancellationToken).ConfigureAwait(false))
            {
                case TokenAnswer.Refused { Error: "authorization_pending" }:
                    break;
                case TokenAnswer.Refused { Error: "access_denied" }:
                    throw Ended("it was declined");
                case TokenAnswer.Refused { Error: "expired_token" }:
                    throw Ended("the code has expired");
                case TokenAnswer.Unavailable:
                    interval += SlowDown;
                    break;
                case var ended:
                    return ended;
            }
        }
    }

    private static SkillException Ended(string why) => new(ExitCode.Unreachable, $"The login was not completed: {why}. Log in again.");
}
