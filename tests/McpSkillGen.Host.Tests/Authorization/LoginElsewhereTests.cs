using System.Text.Json.Nodes;
using McpSkillGen.OAuthServer;

namespace McpSkillGen.Host.Tests.Authorization;

/// <summary>Logins without a browser on this machine, with another redirect address, and of several accounts.</summary>
public sealed class LoginElsewhereTests : OddLoginTests
{
    [Fact]
    public void Code_that_is_typed_on_another_device_logs_in()
    {
        Server.Odd["/token"] = asked =>
        {
            // The person types it between two of our questions; in the meantime the server is slow, and then gone.
            Server.IsApproved = Server.To("/token").Count == 4;
            return Server.To("/token").Count switch
            {
                2 => Reply.Json(new JsonObject { ["error"] = "slow_down" }, 400),
                3 => new Reply(503, "busy"),
                _ => null,
            };
        };
        using var skill = Skill();
        using var login = LoginRun.Start(skill, "--device");
        Assert.Equal(Server.Base + "/activate", login.ReadAddress()!.OriginalString);
        Assert.Equal($"Logged in to {Server.Url}.\n", login.Ends(0));
        Assert.Contains("  WDJB-MJHT\n", login.Errors, StringComparison.Ordinal);

        Assert.Contains("device_code", JsonNode.Parse(Server.To("/register")[0].Body)!["grant_types"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(Server.Url, Server.To("/device")[0].Form["resource"]);
        Assert.Equal("the-device", Server.To("/token")[0].Form["device_code"]);
        using var host = Host(skill);
        Assert.Equal("hi", Say(host, "hi"));

        // The next login knows the client.
        Server.ExpireAccessTokens();
        Server.Odd["/token"] = asked => asked.Form["grant_type"] == "refresh_token" ? Reply.Json(new JsonObject { ["error"] = "invalid_grant" }, 400) : null;
        Server.IsApproved = true;
        using var again = LoginRun.Start(skill, "--device");
        again.Ends(0);
        Assert.Single(Server.To("/register"));
    }

    [Theory]
    [InlineData("access_denied", "it was declined")]
    [InlineData("expired_token", "the code has expired")]
    [InlineData("invalid_grant", "did not complete the login: invalid_grant")]
    public void Code_that_is_declined_ends_the_login(string error, string told)
    {
        Server.Odd["/token"] = _ => Reply.Json(new JsonObject { ["error"] = error }, 400);
        using var skill = Skill();

        Assert.Contains(told, Refusal(skill, 4, "--device"), StringComparison.Ordinal);
    }

    [Fact]
    public void Server_without_codes_says_what_else_there_is()
    {
        var metadata = Server.Metadata;
        metadata.Remove("device_authorization_endpoint");
        Server.Odd[OddLoginServer.ServerPath] = _ => Reply.Json(metadata);
        using var skill = Skill();

        Assert.Contains("has no login with a code (device_authorization_endpoint). Log in without --device; --paste", Refusal(skill, 4, "--device"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{address}")]
    [InlineData("  '{address}'  ")]
    [InlineData("{query}")]
    public async Task Address_that_the_browser_ended_at_elsewhere_is_pasted(string pasted)
    {
        using var skill = Skill();
        using var login = LoginRun.Start(skill, "--paste");
        var ended = await EndOfBrowserAsync(login.ReadAddress()!);

        login.Type("");
        login.Type("https://example.com/");
        login.Type($"{ended.GetLeftPart(UriPartial.Path)}?code=stolen&state=guessed");
        login.Type(pasted.Replace("{address}", ended.OriginalString, StringComparison.Ordinal).Replace("{query}", ended.Query[1..], StringComparison.Ordinal));

        Assert.Equal($"Logged in to {Server.Url}.\n", login.Ends(0));
        Assert.Contains("paste it here", login.Errors, StringComparison.Ordinal);
        Assert.Contains("This is not where the browser ends.", login.Errors, StringComparison.Ordinal);
        Assert.Contains("This address belongs to another login.", login.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_names_the_redirect_address_that_a_client_was_registered_with()
    {
        using var skill = Skill(new JsonObject { ["client_id"] = "mine", ["redirect_uri"] = "http://localhost/oauth/back" });
        await LoginRun.SucceedAsync(skill);

        Assert.Matches(@"^http://localhost:\d+/oauth/back$", Server.To("/authorize")[0].Query["redirect_uri"]);
        Assert.Equal(Server.To("/authorize")[0].Query["redirect_uri"], Server.To("/token")[0].Form["redirect_uri"]);
        Assert.Empty(Server.To("/register"));
    }

    [Theory]
    [InlineData("https://localhost/callback")]
    [InlineData("http://example.com/callback")]
    [InlineData("here")]
    public void Redirect_address_of_another_machine_is_refused(string address)
    {
        using var skill = Skill(new JsonObject { ["client_id"] = "mine", ["redirect_uri"] = address });

        Assert.Contains($"\"redirect_uri\" in \"auth\" of mcp-config.json is '{address}'; expected an http address of this machine", Refusal(skill, 3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_registers_only_localhost_gets_it_and_the_next_login_keeps_the_client()
    {
        Server.Odd["/register"] = asked => asked.Body.Contains("127.0.0.1", StringComparison.Ordinal)
            ? Reply.Json(new JsonObject { ["error"] = "invalid_redirect_uri" }, 400)
            : null;
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        Assert.StartsWith("http://localhost:", Server.To("/authorize")[0].Query["redirect_uri"], StringComparison.Ordinal);

        Server.ExpireAccessTokens();
        Server.Odd["/token"] = asked => asked.Form["grant_type"] == "refresh_token" ? Reply.Json(new JsonObject { ["error"] = "invalid_grant" }, 400) : null;
        await LoginRun.SucceedAsync(skill);
        Assert.Equal(2, Server.To("/register").Count);
        Assert.Equal(Server.To("/authorize")[0].Query["redirect_uri"], Server.To("/authorize")[1].Query["redirect_uri"]);
    }

    [Theory]
    [InlineData("invalid_target", "no")]
    [InlineData("invalid_request", "AADSTS901002: The 'resource' request parameter is not supported.")]
    [InlineData("access_denied", "AADSTS9010010: The resource parameter provided in the request doesn't match with the requested scopes.")]
    public async Task Login_page_that_refuses_the_resource_is_opened_without_it_and_the_browser_goes_on_by_itself(string error, string description)
    {
        Server.Odd["/authorize"] = asked => asked.Query.ContainsKey("resource")
            ? Reply.Redirect($"{asked.Query["redirect_uri"]}?error={error}&error_description={Uri.EscapeDataString(description)}&state={asked.Query["state"]}")
            : null;
        using var skill = Skill();
        using var login = LoginRun.Start(skill);
        Assert.Contains("The login is complete", await login.BrowseAsync(), StringComparison.Ordinal);
        login.Ends(0);

        Assert.DoesNotContain("resource", Server.To("/token")[0].Form.Keys);
        Assert.Null(Stored["resource"]);
    }

    [Fact]
    public async Task Token_endpoint_that_refuses_the_resource_is_asked_without_it_also_at_the_next_renewal()
    {
        Server.Odd["/token"] = asked => asked.Form.ContainsKey("resource") ? Reply.Json(new JsonObject { ["error"] = "invalid_target" }, 400) : null;
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        using var host = Host(skill);
        Server.ExpireAccessTokens();
        Assert.Equal("hi", Say(host, "hi"));

        Assert.Equal([true, false, false], Server.To("/token").Select(static asked => asked.Form.ContainsKey("resource")));
    }

    [Fact]
    public async Task Config_says_that_the_resource_is_not_sent()
    {
        using var skill = Skill(new JsonObject { ["resource"] = false });
        await LoginRun.SucceedAsync(skill);

        Assert.DoesNotContain("resource", Server.To("/authorize")[0].Query.Keys);
        Assert.DoesNotContain("resource", Server.To("/token")[0].Form.Keys);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, true, true)]
    [InlineData("plain", true, false)]
    public async Task Server_that_does_not_promise_PKCE_is_borne_where_the_config_says_so(string? promised, bool? assumed, bool isBorne)
    {
        var metadata = Server.Metadata;
        metadata["code_challenge_methods_supported"] = promised is null ? null : new JsonArray(promised);
        Server.Odd[OddLoginServer.ServerPath] = _ => Reply.Json(metadata);
        using var skill = Skill(assumed is null ? null : new JsonObject { ["assume_pkce"] = assumed });
        if (isBorne)
        {
            await LoginRun.SucceedAsync(skill);
            Assert.Equal("S256", Server.To("/authorize")[0].Query["code_challenge_method"]);
            return;
        }

        var refusal = Refusal(skill);
        Assert.Contains("does not say that it supports PKCE", refusal, StringComparison.Ordinal);
        Assert.Equal(promised is null, refusal.Contains("\"assume_pkce\": true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_accounts_at_one_server_are_two_logins()
    {
        using var work = Skill(new JsonObject { ["account"] = "work" });
        using var home = Skill(new JsonObject { ["account"] = "home" });
        Assert.Equal($"Logged in to {Server.Url} as 'work'.\n", await LoginRun.SucceedAsync(work));
        using (var host = Host(home))
        using (var client = host.ConnectAndGreet())
        {
            client.Call(1, "echo");
            Assert.Contains("You are not logged in", client.ExpectFailure(1).Message, StringComparison.Ordinal);
        }

        await LoginRun.SucceedAsync(home);
        Assert.Equal(2, LoginFiles.Count);
        Assert.Equal(2, LoginFiles.Select(static file => (string?)JsonNode.Parse(File.ReadAllText(file))!["access_token"]).Distinct().Count());
    }

    /// <summary>Where a browser on another machine ends: at an address of its own machine, which nobody answers.</summary>
    private static async Task<Uri> EndOfBrowserAsync(Uri address)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        using var response = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        return response.Headers.Location!;
    }
}
