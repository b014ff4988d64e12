using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests.Authorization;

/// <summary>The roles <c>login</c> and <c>logout</c>, against a real authorization server.</summary>
[Collection(nameof(ProtectedServerTests))]
public sealed class LoginTests(SharedProtectedServer shared) : ProtectedServerTests(shared)
{
    [Fact]
    public async Task Call_without_a_login_names_the_command_to_run_and_works_after_it_without_a_restart()
    {
        using var skill = Skill();
        using var host = Host(skill);
        var advice = Refused(host);
        Assert.Equal($"You are not logged in to {Server.Url}. Run: {Executor} login", advice);
        Assert.Equal(0, Server.Registrations);

        Assert.Equal($"Logged in to {Server.Url}.\n", await LoginRun.SucceedAsync(skill));
        Assert.Equal("alice: hi", Say(host, "hi"));
        Assert.False(host.HasExited);
    }

    [Fact]
    public async Task Second_login_says_that_there_is_one_and_a_forced_one_is_made_anew()
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        using (var second = LoginRun.Start(skill))
        {
            Assert.Null(second.ReadAddress());
            Assert.Contains("already logged in", second.Ends(0), StringComparison.Ordinal);
        }

        Assert.Equal(1, Server.Registrations);
        var forced = await LoginRun.SucceedAsync(skill, "--force", "--json");
        Assert.Equal("loggedIn", (string?)JsonNode.Parse(forced)!["state"]);
        Assert.Equal(2, Server.Registrations);
    }

    [Fact]
    public async Task Login_after_the_tokens_were_revoked_uses_the_same_client_again()
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        await Server.RevokeAccessTokensAsync();
        await Server.RevokeRefreshTokensAsync();
        await LoginRun.SucceedAsync(skill);
        Assert.Equal(1, Server.Registrations);
    }

    [Fact]
    public async Task Declined_login_tells_the_browser_and_the_terminal()
    {
        Server.Declines = true;
        using var skill = Skill();
        using var login = LoginRun.Start(skill);
        Assert.Contains("The login was declined", await login.BrowseAsync(), StringComparison.Ordinal);
        login.Ends(4);
        Assert.Contains("The login was declined: access_denied: alice does not want to.", login.Errors, StringComparison.Ordinal);
        Assert.Empty(LoginFiles);
    }

    [Fact]
    public async Task Answer_of_another_login_is_turned_away_and_the_wait_goes_on()
    {
        using var skill = Skill();
        using var login = LoginRun.Start(skill);
        var address = login.ReadAddress()!;
        var redirect = System.Web.HttpUtility.ParseQueryString(address.Query)["redirect_uri"]!;
        using var browser = new HttpClient();
        using (var forged = await browser.GetAsync($"{redirect}?code=stolen&state=guessed", TestContext.Current.CancellationToken))
        {
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, forged.StatusCode);
        }

        using (var page = await browser.GetAsync(address, TestContext.Current.CancellationToken))
        {
            Assert.Contains("login is complete", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        login.Ends(0);
    }

    [Fact]
    public void Login_that_nobody_completes_ends_with_exit_5_and_says_so()
    {
        using var skill = Skill();
        using var login = LoginRun.Start(skill, "--timeout", "1.5");
        login.Ends(5);
        Assert.Contains("Nobody logged in within 1.5 s", login.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData(null)]
    public void Login_ends_with_whoever_waits_for_it(string? signal)
    {
        using var skill = Skill();
        using var login = LoginRun.Start(skill);
        Assert.NotNull(login.ReadAddress());
        if (signal is null)
        {
            login.CloseInput();
        }
        else
        {
            login.Signal(signal);
        }

        login.Ends(130);
        Assert.Empty(LoginFiles);
    }

    [Fact]
    public async Task Logout_ends_the_login_its_tokens_and_the_sessions_that_hosts_keep_by_it()
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        var kept = File.ReadAllText(Assert.Single(LoginFiles));
        using var host = Host(skill);
        Assert.Equal("alice: before", Say(host, "before"));
        Assert.Single(Server.Sessions);
        Assert.Equal("{\"server\":\"" + Server.Url + "\",\"state\":\"loggedOut\",\"wasLoggedIn\":true,\"revoked\":true,\"hosts\":1}\n", LogOut(skill, "--json"));

        Assert.Empty(Server.Sessions);
        Assert.Empty(LoginFiles);
        Assert.Equal(0, host.WaitForExit());

        // Each of the tokens alone is of no use any more: a copy of the login's file gets nowhere.
        Assert.Equal(2, Server.Revocations);
        var file = Path.Combine(StateFolder, "logins", Path.ChangeExtension(Path.GetFileName(Directory.GetFiles(Path.Combine(StateFolder, "logins")).Single()), ".json"));
        File.WriteAllText(file, kept);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var next = Host(skill);
        Assert.Contains("has expired or was revoked", Refused(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logout_waits_for_no_call_and_the_call_ends_as_it_would()
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        using var host = Host(skill);
        Server.Pause();
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo", """{"message":"slow"}""");
        client.Expect(FrameKind.Accepted, 1);
        Eventually.True(() => Server.Waiting == 1, "the call is at the server");
        Assert.Contains("Logged out", LogOut(skill), StringComparison.Ordinal);
        Server.Resume();
        Assert.Equal("alice: slow", TestClient.ResultText(client.Expect(FrameKind.Result, 1)));
        Assert.Equal(0, host.WaitForExit());
    }

    [Fact]
    public void Server_that_is_a_program_or_has_its_token_in_the_config_has_nothing_to_log_in_to()
    {
        using var program = new TempSkill();
        using (var login = LoginRun.Start(program))
        {
            login.Ends(2);
            Assert.Contains("the server is a program on this machine", login.Errors, StringComparison.Ordinal);
        }

        using var fixedToken = Skill().With("headers", new JsonObject { ["Authorization"] = "Bearer secret" });
        using var other = LoginRun.Start(fixedToken);
        other.Ends(2);
        Assert.Contains("carry the credentials in mcp-config.json", other.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_of_the_config_is_used_and_none_is_registered()
    {
        Server.Registers = false;
        var port = FreePort();
        await Server.RegisterAsync("known", "s3cret-of-known", $"http://127.0.0.1:{port}/callback");
        using var skill = Skill().With("auth", new JsonObject { ["client_id"] = "known", ["client_secret"] = "${KNOWN_SECRET}", ["redirect_port"] = port });
        skill.Variables["KNOWN_SECRET"] = "s3cret-of-known";
        await LoginRun.SucceedAsync(skill);
        using var host = Host(skill);
        Assert.Equal("alice: hi", Say(host, "hi"));
        Assert.Equal(0, Server.Registrations);
    }

    [Fact]
    public async Task Document_stands_for_a_client_where_the_server_takes_it()
    {
        const string Document = "https://client.example/mcp.json";
        Server.TakesDocuments = true;
        var port = FreePort();
        await Server.RegisterAsync(Document, secret: null, $"http://127.0.0.1:{port}/callback");
        using var skill = Skill().With("auth", new JsonObject { ["client_id"] = Document, ["redirect_port"] = port });
        await LoginRun.SucceedAsync(skill);
        Assert.Equal(0, Server.Registrations);
    }

    [Fact]
    public void Server_that_registers_nobody_says_what_to_put_into_the_config()
    {
        Server.Registers = false;
        using var skill = Skill();
        using var login = LoginRun.Start(skill);
        login.Ends(3);
        Assert.Contains("does not register clients by itself", login.Errors, StringComparison.Ordinal);
        Assert.Contains("\"redirect_port\"", login.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Introspection_asks_for_a_login_and_works_after_it()
    {
        using var skill = Skill();
        var before = Introspect(skill);
        Assert.Equal(4, before.ExitCode);
        Assert.Contains("Run: mcpgen login my.json", before.Errors, StringComparison.Ordinal);
        await LoginRun.SucceedAsync(skill);
        var after = Introspect(skill);
        Assert.Equal(0, after.ExitCode);
        Assert.Contains("\"more\"", after.Output, StringComparison.Ordinal);
    }

    private static string LogOut(TempSkill skill, params string[] more)
    {
        using var logout = TestHost.Launch(skill, ["logout", "--skill", skill.Folder.Root, .. more]);
        var said = logout.StandardOutput.ReadToEnd();
        logout.WaitForExit();
        Assert.Equal(0, logout.ExitCode);
        return said;
    }

    private static (int ExitCode, string Output, string Errors) Introspect(TempSkill skill)
    {
        using var process = TestHost.Launch(skill, ["introspect", "--config", skill.Folder.ConfigFile, "--login-command", "mcpgen login my.json"]);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
