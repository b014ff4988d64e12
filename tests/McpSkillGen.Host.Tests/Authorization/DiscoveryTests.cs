using System.Text.Json.Nodes;
using McpSkillGen.OAuthServer;

namespace McpSkillGen.Host.Tests.Authorization;

/// <summary>Where a server says how to log in, and which of it is believed.</summary>
public sealed class DiscoveryTests : OddLoginTests
{
    private const string OpenIdPath = "/.well-known/openid-configuration";

    [Theory]
    [InlineData("/tenant", "/.well-known/oauth-authorization-server/tenant", 404)]
    [InlineData("/tenant", "/.well-known/openid-configuration/tenant", 500)]
    [InlineData("/tenant", "/tenant/.well-known/openid-configuration", 404)]
    [InlineData("/tenant", "/tenant/.well-known/oauth-authorization-server", 500)]
    [InlineData("", "/.well-known/openid-configuration", 503)]
    public async Task Description_is_found_at_each_of_its_places_whatever_the_others_answer(string tenant, string place, int elsewhere)
    {
        var metadata = Server.Metadata;
        metadata["issuer"] = Server.Base + tenant;
        Server.Odd[OddLoginServer.ResourcePath] = _ => Reply.Json(new JsonObject { ["resource"] = Server.Url, ["authorization_servers"] = new JsonArray(Server.Base + tenant) });
        foreach (var other in (string[])["/.well-known/oauth-authorization-server", OpenIdPath])
        {
            Server.Odd[other + tenant] = Server.Odd[tenant + other] = _ => new Reply(elsewhere, "<html>", "text/html");
        }

        Server.Odd[place] = _ => Reply.Json(metadata);
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        Assert.Equal(Server.Base + tenant, (string?)Stored["issuer"]);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Server_whose_own_description_fails_is_asked_at_its_other_places_and_then_as_its_own_authorization_server(int status)
    {
        Server.Odd[OddLoginServer.ResourcePath] = _ => new Reply(status, "");
        Server.Odd["/.well-known/oauth-protected-resource"] = _ => new Reply(status, "");
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        Assert.Null(Stored["resource"]);
    }

    [Fact]
    public async Task Server_that_names_no_authorization_server_is_its_own()
    {
        Server.Odd[OddLoginServer.ResourcePath] = _ => Reply.Json(new JsonObject { ["resource"] = Server.Url, ["authorization_servers"] = new JsonArray() });
        using (var skill = Skill())
        {
            await LoginRun.SucceedAsync(skill);
            Assert.Equal((Server.Base, Server.Url), ((string?)Stored["issuer"], (string?)Stored["resource"]));
        }

        Server.Odd[OddLoginServer.ServerPath] = _ => new Reply(404, "");
        using var other = Skill(new JsonObject { ["account"] = "other" });
        Assert.Contains("names no authorization server, and is none itself", Refusal(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_of_several_authorization_servers_that_describes_itself_is_used()
    {
        Server.Odd[OddLoginServer.ResourcePath] = _ =>
            Reply.Json(new JsonObject { ["resource"] = Server.Url, ["authorization_servers"] = new JsonArray(Server.Base + "/dead", Server.Base) });
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        Assert.Equal(Server.Base, (string?)Stored["issuer"]);
    }

    [Theory]
    [InlineData(true, OddLoginServer.ServerPath)]
    [InlineData(false, OddLoginServer.ServerPath)]
    [InlineData(false, OpenIdPath)]
    public void Server_that_claims_to_be_another_one_gets_nothing(bool describesItself, string place)
    {
        if (!describesItself)
        {
            Server.Odd[OddLoginServer.ResourcePath] = _ => new Reply(404, "");
        }

        Server.Odd[OddLoginServer.ServerPath] = _ => new Reply(404, "");
        foreach (var claim in (string?[])["https://good.example", describesItself ? Server.Base + "/other" : "http://127.0.0.1:9", "", null])
        {
            var metadata = Server.Metadata;
            metadata["issuer"] = claim;
            Server.Odd[place] = _ => Reply.Json(metadata);
            using var skill = Skill();

            var refusal = Refusal(skill);

            Assert.Contains($"The metadata at {Server.Base}{place} says that its issuer is {(claim is { Length: > 0 } ? claim : "nobody")}, not {Server.Base}", refusal, StringComparison.Ordinal);
        }

        Assert.Empty(Server.To("/register"));
        Assert.Empty(Server.To("/token"));
    }

    [Fact]
    public async Task Server_that_does_not_describe_itself_may_call_its_login_by_any_address_of_its_own_and_keeps_to_it()
    {
        Server.Odd[OddLoginServer.ResourcePath] = _ => new Reply(404, "");
        var metadata = Server.Metadata;
        metadata["issuer"] = Server.Base + "/oauth";
        Server.Odd[OddLoginServer.ServerPath] = _ => Reply.Json(metadata);

        using (var skill = Skill())
        {
            await LoginRun.SucceedAsync(skill);
        }

        Assert.Equal(Server.Base + "/oauth", (string?)Stored["issuer"]);
        using (var again = Skill())
        {
            await LoginRun.SucceedAsync(again, "--force");
        }

        metadata["issuer"] = Server.Base + "/moved";
        using var moved = Skill();
        Assert.Contains($"says that its issuer is {Server.Base}/moved", Refusal(moved, 4, "--force"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("authorization_endpoint")]
    [InlineData("device_authorization_endpoint")]
    public async Task Login_page_of_somebody_else_is_not_shown_unless_the_config_names_the_issuer(string endpoint)
    {
        await using var good = await OddLoginServer.StartAsync();
        var metadata = Server.Metadata;
        metadata[endpoint] = $"{good.Base}/page";
        Server.Odd[OddLoginServer.ServerPath] = _ => Reply.Json(metadata);
        using var skill = Skill();

        Assert.Contains($"sends people to log in at {good.Base}/page, but wants to have the result itself", Refusal(skill), StringComparison.Ordinal);
        Assert.Empty(Server.To("/register"));

        using var agreed = Skill(new JsonObject { ["issuer"] = Server.Base });
        using var login = LoginRun.Start(agreed);
        Assert.NotNull(login.ReadAddress());
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("{base}", true)]
    [InlineData("{base}/", false)]
    [InlineData("https://good.example", false)]
    public async Task Redirect_that_names_its_sender_is_believed_only_if_it_is_the_right_one(string? sender, bool isRight)
    {
        var code = "";
        Server.Odd["/authorize"] = asked => Reply.Redirect(
            $"{asked.Query["redirect_uri"]}?code=the-code&state={asked.Query["state"]}{(sender is null ? "" : "&iss=" + Uri.EscapeDataString(sender.Replace("{base}", Server.Base, StringComparison.Ordinal)))}");
        Server.Odd["/token"] = asked =>
        {
            code = asked.Form["code"];
            return Reply.Json(new JsonObject { ["access_token"] = "x", ["token_type"] = "Bearer" });
        };
        using var skill = Skill();
        using var login = LoginRun.Start(skill);
        await login.BrowseAsync();
        login.Ends(isRight ? 0 : 4);

        Assert.Equal(isRight ? "the-code" : "", code);
        Assert.Equal(isRight, !login.Errors.Contains("The browser came back from ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_that_names_another_authorization_server_after_the_first_login_is_refused_until_a_person_agrees()
    {
        await using var other = await OddLoginServer.StartAsync();
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        Server.ExpireAccessTokens();
        Server.Odd[OddLoginServer.ResourcePath] = _ => Reply.Json(new JsonObject { ["resource"] = Server.Url, ["authorization_servers"] = new JsonArray(other.Base) });

        var refusal = Refusal(skill, 4, "--force");

        Assert.Contains($"now names another authorization server, {other.Base}. The first login was made at {Server.Base}.", refusal, StringComparison.Ordinal);
        Assert.Contains($"log out and log in again, or set \"issuer\": \"{other.Base}\"", refusal, StringComparison.Ordinal);
        Assert.Empty(other.Requests);

        skill.With("auth", new JsonObject { ["issuer"] = other.Base });
        await LoginRun.SucceedAsync(skill);
        Assert.Equal(other.Base, (string?)Stored["issuer"]);
    }

    [Fact]
    public async Task Issuer_of_the_config_is_the_only_one()
    {
        await using var other = await OddLoginServer.StartAsync();
        using var skill = Skill(new JsonObject { ["issuer"] = other.Base });

        Assert.Contains($"but \"issuer\" in \"auth\" of mcp-config.json allows only {other.Base}", Refusal(skill), StringComparison.Ordinal);
        Assert.Empty(Server.To("/register"));
    }

    [Fact]
    public async Task Clients_secret_goes_to_another_server_only_after_a_person_has_agreed()
    {
        await using var other = await OddLoginServer.StartAsync();
        Server.Odd[OddLoginServer.ResourcePath] = _ => Reply.Json(new JsonObject { ["resource"] = Server.Url, ["authorization_servers"] = new JsonArray(other.Base) });
        var auth = new JsonObject { ["grant"] = "client_credentials", ["client_id"] = "robot", ["client_secret"] = "s3cret" };
        using var skill = Skill(auth);
        using var host = Host(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.Call(1, "echo");
            var refusal = client.ExpectFailure(1).Message;
            Assert.Contains($"sent to another server, {other.Base}, which nobody has agreed to yet. If you know that it is right, run: {ProtectedServerTests.Executor} login", refusal, StringComparison.Ordinal);
        }

        Assert.Empty(other.To("/token"));

        using var login = LoginRun.Start(skill);
        Assert.Null(login.ReadAddress());
        login.Ends(0);
        Assert.Single(other.To("/token"));
        Assert.Equal(other.Base, (string?)Stored["issuer"]);
    }

    [Theory]
    [InlineData(OddLoginServer.ResourcePath)]
    [InlineData(OddLoginServer.ServerPath)]
    public void Description_of_more_than_a_megabyte_is_not_read(string place)
    {
        Server.Odd[place] = _ => new Reply(200, "{\"x\":\"" + new string('A', 1024 * 1024) + "\"}");
        using var skill = Skill();

        Assert.Contains("is longer than 1 MB, and was not read", Refusal(skill), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("authorization_endpoint", "javascript:alert(1)//http://x")]
    [InlineData("authorization_endpoint", "file:///etc/passwd")]
    [InlineData("token_endpoint", "ftp://127.0.0.1/token")]
    public void Address_that_is_not_one_of_the_web_is_refused(string endpoint, string address)
    {
        var metadata = Server.Metadata;
        metadata[endpoint] = address;
        Server.Odd[OddLoginServer.ServerPath] = _ => Reply.Json(metadata);
        using var skill = Skill();

        Assert.Contains("names an unsafe address", Refusal(skill), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_server_hides_in_an_address_is_shown_and_not_obeyed()
    {
        var metadata = Server.Metadata;
        metadata["authorization_endpoint"] = Server.Base + "/authorize\u001b]52;c;cHduZWQ=\u0007\u001b[2J\u202e";
        Server.Odd[OddLoginServer.ServerPath] = _ => Reply.Json(metadata);
        using var skill = Skill();
        using var login = LoginRun.Start(skill);

        var address = login.ReadAddress()!.OriginalString;

        Assert.StartsWith(Server.Base + "/authorize%1B", address, StringComparison.Ordinal);
        Assert.All(login.Errors, static c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
    }
}
