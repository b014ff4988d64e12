using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Conformance.Driver;

/// <summary>
/// The scenarios about authorization: what the suite gives a client goes into the config; <c>login</c> prints an address, a
/// person with a browser opens it and agrees (here: one GET that follows redirects up to the executor's own loopback address),
/// and then calls work. What a call says is to be run, is run.
/// </summary>
internal static partial class Authorization
{
    // A person who is told to log in again and again gives up.
    private const int MostLogins = 3;

    public static async Task<int> RunAsync(Sandbox skill, Scenario scenario)
    {
        skill.Configure(config => Add(config, scenario.Name, Scenario.Context));
        for (var logins = 1; ; logins++)
        {
            var isToldToLogIn = false;
            var login = await LogInAsync(skill);
            if (login != 0 && logins > 1)
            {
                // The server has another authorization server now; the message tells a person who knows it to do this.
                await skill.ExecutorAsync("logout");
                login = await LogInAsync(skill);
            }

            var call = await skill.ExecutorAsync(line => isToldToLogIn |= line.Contains("Run: ", StringComparison.Ordinal), "call", "test-tool", "{}");
            if (!isToldToLogIn || login != 0 || logins == MostLogins)
            {
                return call == 0 ? 0 : login == 0 ? call : login;
            }
        }
    }

    private static void Add(JsonObject config, string scenario, JsonObject context)
    {
        var settings = new JsonObject
        {
            ["client_id"] = scenario == "auth/basic-cimd" ? "https://conformance-test.local/client-metadata.json" : context["client_id"]?.DeepClone(),
            ["client_secret"] = context["client_secret"]?.DeepClone(),
            ["private_key"] = context["private_key_pem"]?.DeepClone(),
            ["identity_token"] = context["idp_id_token"]?.DeepClone(),
            ["identity_token_endpoint"] = context["idp_token_endpoint"]?.DeepClone(),
            ["identity_client_id"] = context["idp_client_id"]?.DeepClone(),
            ["grant"] = context.ContainsKey("idp_id_token") ? "identity_assertion"
                : scenario.StartsWith("auth/client-credentials", StringComparison.Ordinal) ? "client_credentials"
                : null,
        };
        foreach (var missing in settings.Where(static setting => setting.Value is null).ToArray())
        {
            settings.Remove(missing.Key);
        }

        if (settings.Count > 0)
        {
            config["auth"] = settings;
        }
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
            "login", "--no-browser");
        await Task.WhenAll(visits);
        return exitCode;
    }

    [GeneratedRegex(@"https?://\S+[?&]response_type=code\S*")]
    private static partial Regex AuthorizationUrl();
}
