using System.Text.Json.Nodes;
using McpSkillGen.OAuthServer;

namespace McpSkillGen.Host.Tests.Authorization;

/// <summary>A renewal that fails: only what is final costs the login.</summary>
public sealed class MomentaryRefusalTests : OddLoginTests
{
    private const string Page = "<html>captive portal</html>";

    [Theory]
    [InlineData(500, """{"error":"server_error"}""")]
    [InlineData(500, """{"error":"invalid_grant"}""")]
    [InlineData(502, Page)]
    [InlineData(503, "busy")]
    [InlineData(429, """{"error":"too_many_requests"}""")]
    [InlineData(429, "slow")]
    [InlineData(408, "")]
    [InlineData(400, """{"error":"temporarily_unavailable"}""")]
    [InlineData(400, """{"error":"slow_down"}""")]
    [InlineData(400, """{"error":"something_new","error_description":"who knows"}""")]
    [InlineData(400, """{"message":"not OAuth"}""")]
    [InlineData(401, Page)]
    [InlineData(403, Page)]
    [InlineData(404, "deploying")]
    [InlineData(302, "")]
    [InlineData(200, Page)]
    [InlineData(200, "{}")]
    public async Task Login_is_kept_when_a_renewal_fails_for_a_moment_and_the_next_call_works(int status, string body)
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        using var host = Host(skill);
        Assert.Equal("hi", Say(host, "hi"));
        Server.ExpireAccessTokens();
        Server.Odd["/token"] = _ => new Reply(status, body, body == Page ? "text/html" : "application/json");

        using (var client = host.ConnectAndGreet())
        {
            client.Call(1, "echo");
            client.Expect(McpSkillGen.Runtime.Wire.FrameKind.Accepted, 1);
            Assert.Contains("Call again later.", client.ExpectFailure(1).Message, StringComparison.Ordinal);
        }

        Server.Odd.Clear();
        Assert.Equal("again", Say(host, "again"));
    }

    [Theory]
    [InlineData(400, "invalid_grant", false)]
    [InlineData(401, "invalid_client", true)]
    [InlineData(400, "unauthorized_client", true)]
    [InlineData(200, "bad_refresh_token", false)]
    public async Task What_is_final_costs_the_tokens_and_the_authorization_server_stays_the_only_one(int status, string error, bool isAboutClient)
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        using var host = Host(skill);
        Assert.Equal("hi", Say(host, "hi"));
        Server.ExpireAccessTokens();
        Server.Odd["/token"] = _ => Reply.Json(new JsonObject { ["error"] = error }, status);

        using (var client = host.ConnectAndGreet())
        {
            client.Call(1, "echo");
            client.Expect(McpSkillGen.Runtime.Wire.FrameKind.Accepted, 1);
            Assert.Contains($"Run: {ProtectedServerTests.Executor} login", client.ExpectFailure(1).Message, StringComparison.Ordinal);
        }

        Assert.Null(Stored["refresh_token"]);
        Assert.Equal(Server.Base, (string?)Stored["issuer"]);

        Server.Odd.Clear();
        await LoginRun.SucceedAsync(skill);
        Assert.Equal("again", Say(host, "again"));
        Assert.Equal(isAboutClient ? 2 : 1, Server.To("/register").Count);
    }
}
