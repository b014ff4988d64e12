using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Conformance.Driver;

/// <summary>
/// The scenarios about authorization: a call says that a login is needed, <c>login</c> prints a URL, a person with a browser opens it and agrees (here: one GET that
/// follows redirects up to the executor's own loopback address), and the call is made again.
/// </summary>
internal static partial class Authorization
{
    // A server may want more at each step: its own login, more scopes, another authorization server.
    private const int MostLogins = 3;

    private const int LoginNeeded = 4;

    public static async Task<int> RunAsync(Sandbox skill, Scenario scenario)
    {
        skill.Configure(config => config["auth"] = Settings(scenario));
        var call = await CallAsync(skill);
        for (var login = 0; login < MostLogins && call == LoginNeeded && await LogInAsync(skill) == 0; login++)
        {
            call = await CallAsync(skill);
        }

        return call;
    }

    private static Task<int> CallAsync(Sandbox skill) => skill.ExecutorAsync("call", "test-tool", "{}");

    // What a user would have been told by the server's owner, and put into the config.
    private static JsonObject Settings(Scenario scenario)
    {
        var settings = new JsonObject();
        foreach (var (theirs, ours) in new[] { ("client_id", "client_id"), ("client_secret", "client_secret"), ("private_key_pem", "private_key") })
        {
            if (Scenario.Context[theirs] is { } value)
            {
                settings[ours] = value.DeepClone();
            }
        }

        if (scenario.Name.StartsWith("auth/client-credentials-", StringComparison.Ordinal))
        {
            settings["grant"] = "client_credentials";
        }

        if (scenario.Name == "auth/basic-cimd")
        {
            settings["client_id"] = "https://conformance-test.local/client-metadata.json";
        }

        return settings;
    }

    private static async Task<int> LogInAsync(Sandbox skill)
    {
        using var browser = new HttpClient();
        var visits = new List<Task>();
        var exitCode = await skill.ExecutorAsync(
            line =>
            {
                if (AuthorizationUrl().Match(line) is { Success: true } url)
                {
                    visits.Add(browser.GetAsync(url.Value));
                }
            },
            "login");
        await Task.WhenAll(visits);
        return exitCode;
    }

    [GeneratedRegex(@"https?://\S+[?&]response_type=code\S*")]
    private static partial Regex AuthorizationUrl();
}
