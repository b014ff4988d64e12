using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using McpSkillGen.OAuthServer;

namespace EndToEnd.Tests;

/// <summary>
/// A server that lets nobody in without a login, reached by real executors: what a person is told to run is run, word by
/// word, and a browser follows the address that is printed.
/// </summary>
public sealed partial class LoginTests(SkillLibrary skills) : IAsyncLifetime
{
    private readonly string _state = Directory.CreateTempSubdirectory("login-").FullName;
    private ProtectedServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ProtectedServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public async Task From_a_config_to_a_call_with_one_login_that_lasts_until_it_is_taken_back_or_given_up()
    {
        await using var skill = await OpenAsync();
        skill.SetVariable("PATH", $"{Path.GetDirectoryName(Built.Mcpgen)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");

        // Before there is a skill.
        var config = Path.Combine(skill.Scratch, "my server.json");
        await File.WriteAllTextAsync(config, new JsonObject { ["name"] = "protected", ["url"] = _server.Url }.ToJsonString(), TestContext.Current.CancellationToken);
        string[] scaffold = ["scaffold", config, "--no-build", "-o", Path.Combine(skill.Scratch, "skills")];
        var command = CommandIn((await skill.McpgenAsync(scaffold)).Expect(4));
        Assert.Equal($"mcpgen login '{config}'", command);
        (await LogInAsync(skill, command)).Expect(0);
        (await skill.McpgenAsync(scaffold)).Expect(0);

        // The skill uses the same login, by a host and by one of its own.
        Assert.Equal("alice: hi\n", (await skill.RunAsync("echo", "--message", "hi")).Expect(0).Output);
        Assert.Equal("alice: hi\n", (await skill.RunAsync("echo", "--message", "hi", "--no-keep-alive")).Expect(0).Output);
        Assert.Equal(1, _server.Registrations);
        Assert.Equal(0, _server.RefreshRequests);

        // A token that is of no use any more is nobody's business but the host's.
        await _server.RevokeAccessTokensAsync();
        Assert.Equal("alice: renewed\n", (await skill.RunAsync("echo", "--message", "renewed")).Expect(0).Output);
        Assert.Equal(1, _server.RefreshRequests);

        // A login that the server took back is a person's.
        await _server.RevokeAccessTokensAsync();
        await _server.RevokeRefreshTokensAsync();
        command = CommandIn((await skill.RunAsync("echo", "--message", "revoked")).Expect(4));
        Assert.Equal($"{skill.Executor} login", command);
        var host = (int)(await skill.StatusAsync())!["hostPid"]!;
        (await LogInAsync(skill, command)).Expect(0);
        Assert.Equal("alice: back\n", (await skill.RunAsync("echo", "--message", "back")).Expect(0).Output);
        Assert.Equal(host, (int)(await skill.StatusAsync())!["hostPid"]!);
        Assert.Equal(1, _server.Registrations);

        // And one that is given up ends everywhere: here, at the server, and in the host that kept a session by it.
        Assert.Contains("Logged out", (await skill.RunAsync("logout")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Empty(_server.Sessions);
        Assert.Null(await skill.StatusAsync());
        Assert.Equal(command, CommandIn((await skill.RunAsync("echo", "--message", "gone")).Expect(4)));
    }

    [Fact]
    public async Task Token_that_ends_is_renewed_by_one_of_all_executors_that_need_it_at_once()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();
        (await LogInAsync(one, $"{one.Executor} login")).Expect(0);
        for (var round = 1; round <= 3; round++)
        {
            await _server.RevokeAccessTokensAsync();
            var calls = await Task.WhenAll(
                one.RunAsync("echo", "--message", "a"), other.RunAsync("echo", "--message", "b"),
                one.RunAsync("echo", "--message", "c", "--no-keep-alive"), other.RunAsync("echo", "--message", "d", "--no-keep-alive"));
            Assert.Equal(["alice: a\n", "alice: b\n", "alice: c\n", "alice: d\n"], calls.Select(static call => call.Expect(0).Output));
            Assert.Equal(round, _server.RefreshRequests);
        }

        // The skills share the login, and its end.
        (await one.RunAsync("logout")).Expect(0);
        Assert.Empty(_server.Sessions);
        Assert.Null(await other.StatusAsync());
        Assert.Equal($"{other.Executor} login", CommandIn((await other.RunAsync("echo", "--message", "gone")).Expect(4)));
    }

    [Fact]
    public async Task Address_is_pasted_into_the_executor_and_a_code_is_shown_by_it()
    {
        await using var odd = await OddLoginServer.StartAsync();
        await using var skill = await OpenAsync(odd.Url);
        skill.SetVariable("PATH", $"{Path.GetDirectoryName(Built.Mcpgen)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
        foreach (var command in (string[])["\"$SKILL\" login --paste --force", $"mcpgen login --url {odd.Url} --paste --force"])
        {
            using var login = skill.Start("/bin/sh", "-c", command);
            using var handler = new HttpClientHandler { AllowAutoRedirect = false };
            using var browser = new HttpClient(handler);
            using var page = await browser.GetAsync(await AddressAsync(login), TestContext.Current.CancellationToken);
            await login.StandardInput.WriteLineAsync(page.Headers.Location!.OriginalString.AsMemory(), TestContext.Current.CancellationToken);
            await login.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            await login.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, login.ExitCode);
            Assert.Equal("hi\n", (await skill.RunAsync("echo", "--message", "hi")).Expect(0).Output);
        }

        using var byDevice = skill.Start("/bin/sh", "-c", "\"$SKILL\" login --device --force");
        Assert.Equal($"{odd.Base}/activate", (await AddressAsync(byDevice)).OriginalString);
        odd.IsApproved = true;
        await byDevice.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, byDevice.ExitCode);
    }

    private static async Task<Uri> AddressAsync(System.Diagnostics.Process login)
    {
        var errors = "";
        while (await login.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("  http", StringComparison.Ordinal))
            {
                return new Uri(line.Trim());
            }

            errors += line + "\n";
        }

        throw new InvalidOperationException($"No address in:\n{errors}");
    }

    private async Task<SkillSandbox> OpenAsync(string? url = null)
    {
        var skill = await skills.OpenFaultAsync(config =>
        {
            config.Remove("command");
            config.Remove("args");
            config["url"] = url ?? _server.Url;
        });
        skill.SetVariable("MCP_SKILL_STATE_DIR", _state);
        skill.SetVariable("MCP_SKILL_RUNTIME_DIR", Path.Combine(_state, "run"));
        return skill;
    }

    private static string CommandIn(Ran ran) =>
        CommandToRun().Match(ran.Error) is { Success: true } found ? found.Groups["command"].Value : throw new InvalidOperationException($"No command to run in:\n{ran.Error}");

    /// <summary>Runs a command as a person would who has no browser on this machine, opens the address that it prints, and waits for its end.</summary>
    private static async Task<Ran> LogInAsync(SkillSandbox skill, string command)
    {
        using var login = skill.Start("/bin/sh", "-c", $"{command} --no-browser");
        var output = login.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = "";
        while (await login.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            errors += line + "\n";
            if (line.StartsWith("  http", StringComparison.Ordinal))
            {
                using var browser = new HttpClient();
                Assert.Contains("The login is complete", await browser.GetStringAsync(new Uri(line.Trim()), TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }

        await login.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(login.ExitCode, await output, errors);
    }

    [GeneratedRegex("Run: (?<command>.+)$", RegexOptions.Multiline)]
    private static partial Regex CommandToRun();
}
