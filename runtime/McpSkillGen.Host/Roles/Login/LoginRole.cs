using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Host.Links.Http;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Roles.Login;

/// <summary>The role <c>login</c>: the only one that talks with a person, and that may open a browser.</summary>
internal sealed class LoginRole : IHostRole
{
    public string Name => "login";

    public string Grammar => "(--skill DIR | --config FILE) [--force] [--no-browser] [--device] [--paste] [--with-person] [--timeout SECONDS] [--json] [--until-input-ends]";

    public Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);

        // Whoever starts us has checked the number.
        var budget = double.TryParse(options["--timeout"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : LoginTarget.DefaultBudget;
        return LoginTarget.Of(options, budget).RunAsync(async (launch, typed, cancellationToken) =>
        {
            using var remote = new RemoteServer(launch, Environment.GetEnvironmentVariable, loginCommand: "");
            var report = launch.Authorization.Grant is AuthorizationGrant.AuthorizationCode
                ? await LogInAsync(launch, remote, options, typed, cancellationToken).ConfigureAwait(false)
                : await TryOwnClientAsync(launch, remote, cancellationToken).ConfigureAwait(false);
            report.Print(options.Has("--json"));
        });
    }

    private static async Task<LoginReport> LogInAsync(
        ServerLaunch.Remote launch, RemoteServer remote, RoleArguments options, ChannelReader<string>? typed, CancellationToken cancellationToken)
    {
        var flow = new LoginFlow(launch, remote.Logins, remote.Outside, remote.Probe);
        var pastes = options.Has("--paste");
        var person = new PersonAtTerminal(pastes || options.Has("--with-person") ? typed : null, opensBrowser: !options.Has("--no-browser"), pastes);
        var (login, wasThere) = await flow.RunAsync(person, options.Has("--device"), options.Has("--force"), cancellationToken).ConfigureAwait(false);
        if (login is null)
        {
            return Describe(launch, login, "notNeeded", $"The server at {launch.ShownAddress} needs no login.");
        }

        if (wasThere)
        {
            return Describe(launch, login, "alreadyLoggedIn", $"You are already logged in to {launch.ShownAddress}{AccountOf(launch)}. To log in again, add --force.");
        }

        var end = login is { RefreshToken: null, RenewAt: { } moment }
            ? $" The server offers no way to renew it: it ends at {moment.ToLocalTime().ToString("t", CultureInfo.InvariantCulture)}."
            : "";
        return Describe(launch, login, "loggedIn", $"Logged in to {launch.ShownAddress}{AccountOf(launch)}.{end}");
    }

    private static async Task<LoginReport> TryOwnClientAsync(ServerLaunch.Remote launch, RemoteServer remote, CancellationToken cancellationToken)
    {
        if (await remote.Tokens!.LogInAsync(cancellationToken).ConfigureAwait(false) is Renewal.Impossible { Advice: var why })
        {
            throw new SkillException(ExitCode.Unreachable, why);
        }

        return Describe(launch, remote.Logins.Read(), "loggedIn", "The skill logs in by itself, with the client of \"auth\" in mcp-config.json. It has just done so.");
    }

    private static LoginReport Describe(ServerLaunch.Remote launch, StoredLogin? login, string state, string words) => new(words, new JsonObject
    {
        ["server"] = launch.ShownAddress,
        ["state"] = state,
        ["scope"] = login?.Scope,
        ["renewable"] = login?.RefreshToken is not null,
    });

    private static string AccountOf(ServerLaunch.Remote launch) => launch.Authorization.Account is { Length: > 0 } account ? $" as '{account}'" : "";
}
