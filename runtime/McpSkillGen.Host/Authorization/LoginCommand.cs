using System.Text.Json.Nodes;
using McpSkillGen.Host.Links.Http;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Serving;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Authorization;

/// <summary>The roles <c>login</c> and <c>logout</c>: the only ones that speak with a person, and the only ones that may open a browser.</summary>
internal static class LoginCommand
{
    private static readonly TimeSpan DefaultBudget = TimeSpan.FromMinutes(5);

    private static readonly Func<string, string?> Variable = Environment.GetEnvironmentVariable;

    public static Task<int> LogInAsync(HostCommand.Login request) =>
        RunAsync(request.ConfigFile, request.EndsWithInput, request.Timeout ?? DefaultBudget, async (launch, budget) =>
        {
            using var remote = new RemoteServer(launch, Variable, loginCommand: "");
            var said = launch.Authorization.Grant is not AuthorizationGrant.AuthorizationCode
                ? await TryOwnClientAsync(launch, remote, budget).ConfigureAwait(false)
                : Describe(launch, await new LoginFlow(launch, remote.Logins, remote.Outside, remote.Probe).RunAsync(request.Force, (page, port) => Show(page, port, request.NoBrowser), budget).ConfigureAwait(false));
            Say(request.AsJson, said);
        });

    public static Task<int> LogOutAsync(HostCommand.Logout request) =>
        RunAsync(request.ConfigFile, request.EndsWithInput, DefaultBudget, async (launch, budget) =>
        {
            using var remote = new RemoteServer(launch, Variable, loginCommand: "");
            using var held = await remote.Logins.LockAsync(budget).ConfigureAwait(false);
            var login = remote.Logins.Read();
            remote.Logins.Write(held, login: null);

            // From here on nothing begins with the login. What it has begun ends before the tokens do: a session is ended with them.
            var hosts = await LoginHolders.EndAsync(remote.Logins).ConfigureAwait(false);
            var isRevoked = login is not null && await new TokenEndpoint(remote.Outside, launch.Authorization.PrivateKey).RevokeAsync(login, budget).ConfigureAwait(false);
            var words = login is null ? $"You were not logged in to {launch.ShownAddress}."
                : $"Logged out of {launch.ShownAddress}{(isRevoked ? ", which was told" : "; the server was not told, and its tokens end by themselves")}.";
            Say(request.AsJson, new Said(words, new JsonObject { ["server"] = launch.ShownAddress, ["state"] = "loggedOut", ["wasLoggedIn"] = login is not null, ["revoked"] = isRevoked, ["hosts"] = hosts }));
        });

    private static async Task<int> RunAsync(string configFile, bool endsWithInput, TimeSpan limit, Func<ServerLaunch.Remote, CancellationToken, Task> act)
    {
        using var interrupted = new CancellationTokenSource();
        using var signals = new HostSignals(_ => interrupted.Cancel());
        if (endsWithInput)
        {
            // Whoever started us holds the other end: when they are gone, nobody waits for a login any more.
            _ = Task.Run(() => AwaitEndOfInput(interrupted), CancellationToken.None);
        }

        using var budget = CancellationTokenSource.CreateLinkedTokenSource(interrupted.Token);
        budget.CancelAfter(limit);
        try
        {
            await act(LoginTarget.Read(configFile, Variable), budget.Token).ConfigureAwait(false);
            return (int)ExitCode.Success;
        }
        catch (SkillException e)
        {
            StandardStreams.WriteErrorLine(e.Message);
            return (int)e.ExitCode;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            StandardStreams.WriteErrorLine("Interrupted; nothing was changed.");
            return (int)ExitCode.Interrupted;
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            StandardStreams.WriteErrorLine($"Nobody logged in within {limit.TotalSeconds:0.###} s; nothing was changed. Try again, with more time (--timeout SECONDS), or, if the browser showed an error about the client, with --force.");
            return (int)ExitCode.TimedOut;
        }
    }

    private static void AwaitEndOfInput(CancellationTokenSource interrupted)
    {
        using var input = StandardStreams.OpenInput();
        Span<byte> ignored = stackalloc byte[256];
        while (input.Read(ignored) > 0)
        {
        }

        try
        {
            interrupted.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The login was over first.
        }
    }

    private static void Show(string address, int port, bool noBrowser)
    {
        var none = noBrowser ? "" : Browser.WhyNone(Variable);
        if (none is null && Browser.TryOpen(address))
        {
            StandardStreams.WriteErrorLine($"Your browser opens the login. If it does not, open:\n\n  {address}\n");
            return;
        }

        StandardStreams.WriteErrorLine(
            $"Open this address in a browser to log in:\n\n  {address}\n\n"
            + (none is { Length: > 0 } ? $"No browser was opened: {none}. If yours runs on another machine, forward the port first: ssh -L {port}:127.0.0.1:{port} THIS-MACHINE\n" : ""));
    }

    private static async Task<Said> TryOwnClientAsync(ServerLaunch.Remote launch, RemoteServer remote, CancellationToken cancellationToken)
    {
        if (await remote.Tokens!.RenewAsync(used: null, Challenge.None, cancellationToken).ConfigureAwait(false) is Renewal.Impossible { Advice: var why })
        {
            throw new SkillException(ExitCode.Unreachable, why);
        }

        return Describe(launch, new LoginResult(remote.Logins.Read(), WasThere: false), "The skill logs in by itself, with the client of \"auth\" in mcp-config.json, and just did.");
    }

    private static Said Describe(ServerLaunch.Remote launch, LoginResult result, string? words = null)
    {
        var (login, wasThere) = result;
        var state = login is null ? "notNeeded" : wasThere ? "alreadyLoggedIn" : "loggedIn";
        return new Said(
            words ?? state switch
            {
                "notNeeded" => $"The server at {launch.ShownAddress} needs no login.",
                "alreadyLoggedIn" => $"You are already logged in to {launch.ShownAddress}; --force logs in anew.",
                _ => $"Logged in to {launch.ShownAddress}.{(login!.RefreshToken is null && login.RenewAt is not null ? " The server gives no means to renew it: it ends at " + login.RenewAt.Value.ToLocalTime().ToString("t", System.Globalization.CultureInfo.InvariantCulture) + "." : "")}",
            },
            new JsonObject { ["server"] = launch.ShownAddress, ["state"] = state, ["scope"] = login?.Scope, ["renewable"] = login?.RefreshToken is not null });
    }

    private static void Say(bool asJson, Said said) =>
        StandardStreams.Write(asJson
            ? [.. ServerJson.ToBytes(said.Json, ServerJson.Compact).Span, (byte)'\n']
            : System.Text.Encoding.UTF8.GetBytes(said.Words + "\n"));

    private sealed record Said(string Words, JsonObject Json);
}
