using System.Text.RegularExpressions;

namespace Conformance.Driver;

/// <summary>
/// The scenarios about authorization: <c>login</c> prints a URL, a person with a browser opens it and agrees (here: one GET that
/// follows redirects up to the executor's own loopback address), and then calls work.
/// </summary>
internal static partial class Authorization
{
    public static async Task<int> RunAsync(Sandbox skill, Scenario scenario)
    {
        var login = await LogInAsync(skill);
        var call = await skill.ExecutorAsync("call", "test-tool", "{}");
        return call == 0 ? 0 : login == 0 ? call : login;
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
