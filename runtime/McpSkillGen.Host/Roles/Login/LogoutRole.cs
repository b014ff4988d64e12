using System.Text.Json.Nodes;
using McpSkillGen.Host.Authorization;
using McpSkillGen.Host.Links.Http;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Roles.Login;

/// <summary>The role <c>logout</c>: forgets a login, ends the sessions that depend on it, and revokes its tokens.</summary>
internal sealed class LogoutRole : IHostRole
{
    public string Name => "logout";

    public string Grammar => "(--skill DIR | --config FILE) [--json] [--until-input-ends]";

    public Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        return LoginTarget.Of(options, LoginTarget.DefaultBudget).RunAsync(
            async (launch, _, cancellationToken) => (await LogOutAsync(launch, cancellationToken).ConfigureAwait(false)).Print(options.Has("--json")));
    }

    private static async Task<LoginReport> LogOutAsync(ServerLaunch.Remote launch, CancellationToken cancellationToken)
    {
        using var remote = new RemoteServer(launch, Environment.GetEnvironmentVariable, loginCommand: "");
        using var held = await remote.Logins.LockAsync(cancellationToken).ConfigureAwait(false);
        var login = remote.Logins.Read();
        remote.Logins.Write(held, login: null);

        // From here on nothing new begins with the login. Its sessions end before its tokens: a session is ended with them.
        var hosts = await LoginHolders.EndAsync(remote.Logins).ConfigureAwait(false);
        var isRevoked = login is not null
            && await new TokenEndpoint(remote.Outside, launch.Authorization.PrivateKey)
                .RevokeAsync(login, cancellationToken)
                .ConfigureAwait(false);
        var words = login is null ? $"You were not logged in to {launch.ShownAddress}."
            : $"Logged out of {launch.ShownAddress}{(isRevoked ? ", which has revoked the tokens" : "; the server was not told, and its tokens expire by themselves")}.";
        return new LoginReport(words, new JsonObject
        {
            ["server"] = launch.ShownAddress,
            ["state"] = "loggedOut",
            ["wasLoggedIn"] = login is not null,
            ["revoked"] = isRevoked,
            ["hosts"] = hosts,
        });
    }
}
