using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace McpSkillGen.Host.Tests.Authorization;

/// <summary>What becomes of a login between calls: renewed by one of all processes, until the server takes it back.</summary>
[Collection(nameof(ProtectedServerTests))]
public sealed class RenewalTests(SharedProtectedServer shared) : ProtectedServerTests(shared)
{
    [Fact]
    public async Task Token_that_the_server_refuses_is_renewed_within_the_call_again_and_again()
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        using var host = Host(skill);
        for (var round = 1; round <= 4; round++)
        {
            await Server.RevokeAccessTokensAsync();
            Assert.Equal($"alice: {round}", Say(host, $"{round}"));
            Assert.Equal(round, Server.RefreshRequests);
        }
    }

    [Fact]
    public async Task Token_that_has_ended_is_renewed_before_it_is_sent()
    {
        Server.AccessTokenLifetime = TimeSpan.FromSeconds(2);
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        Server.AccessTokenLifetime = TimeSpan.FromHours(1);
        Eventually.True(() => RenewAt() < DateTimeOffset.UtcNow, "the token has ended");
        Server.Requests.Clear();
        using var host = Host(skill);
        Assert.Equal("alice: hi", Say(host, "hi"));
        Assert.Equal(1, Server.RefreshRequests);

        // None was sent in vain: each request had the one new token.
        Assert.Single(Server.Requests.Select(static request => request.Authorization).Distinct());
    }

    [Fact]
    public async Task Two_skills_that_renew_at_once_make_one_request_and_neither_loses_the_login()
    {
        using var one = Skill();
        using var other = Skill();
        await LoginRun.SucceedAsync(one);
        using var first = Host(one);
        using var second = Host(other);
        Assert.Equal("alice: a", Say(first, "a"));
        Assert.Equal("alice: b", Say(second, "b"));
        for (var round = 1; round <= 8; round++)
        {
            await Server.RevokeAccessTokensAsync();
            var calls = Enumerable.Range(0, 6).Select(i => Task.Run(() => Say(i % 2 == 0 ? first : second, $"{i}"))).ToArray();
            Assert.Equal(["alice: 0", "alice: 1", "alice: 2", "alice: 3", "alice: 4", "alice: 5"], await Task.WhenAll(calls));
            Assert.Equal(round, Server.RefreshRequests);
        }
    }

    [Fact]
    public async Task Revoked_login_is_exit_4_with_the_command_to_run_and_is_tried_once()
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        using var host = Host(skill);
        Assert.Equal("alice: hi", Say(host, "hi"));
        await Server.RevokeAccessTokensAsync();
        await Server.RevokeRefreshTokensAsync();
        var expected = $"The login to {Server.Url} has expired or was revoked. Run: {Executor} login";
        Assert.Equal(expected, Refused(host));
        Assert.Equal(expected, Refused(host));
        Assert.Equal(1, Server.RefreshRequests);

        await LoginRun.SucceedAsync(skill);
        Assert.Equal("alice: again", Say(host, "again"));
    }

    [Fact]
    public async Task Login_that_cannot_be_renewed_is_made_anew_by_the_command_that_is_told_also_where_everybody_may_begin_a_session()
    {
        (Server.GreetsEverybody, Server.GivesRefreshTokens) = (true, false);
        using var skill = Skill();
        using var host = Host(skill);
        Assert.Contains($"Run: {Executor} login", Refused(host), StringComparison.Ordinal);
        await LoginRun.SucceedAsync(skill);
        Assert.Equal("alice: hi", Say(host, "hi"));
        await Server.RevokeAccessTokensAsync();
        Assert.Equal($"The login to {Server.Url} has expired or was revoked. Run: {Executor} login", Refused(host));
        await LoginRun.SucceedAsync(skill);
        Assert.Equal("alice: again", Say(host, "again"));
    }

    [Fact]
    public async Task More_permission_is_asked_for_by_the_next_login_and_what_was_granted_stays()
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        using var host = Host(skill);
        Assert.Equal("alice: hi", Say(host, "hi"));
        Assert.Equal($"The server at {Server.Url} needs more permissions than the login has (more). Run: {Executor} login", Refused(host, "more"));
        Assert.Equal("alice: still", Say(host, "still"));

        var login = JsonNode.Parse(await LoginRun.SucceedAsync(skill, "--json"))!;
        Assert.Equal(["echo", "more", "offline_access"], ((string)login["scope"]!).Split(' ').Order());
        Assert.Equal("alice: hi", Say(host, "hi", "more"));
    }

    [Fact]
    public async Task Client_credentials_let_a_skill_in_without_anybody_logging_in()
    {
        await Server.RegisterAsync("robot", "s3cret-of-robot");
        using var skill = Skill().With("auth", new JsonObject { ["client_id"] = "robot", ["client_secret"] = "${ROBOT_SECRET}", ["grant"] = "client_credentials" });
        skill.Variables["ROBOT_SECRET"] = "s3cret-of-robot";
        using var host = Host(skill);
        Assert.Equal("robot: hi", Say(host, "hi"));
        Assert.Equal("robot: hi", Say(host, "hi", "more"));
        await Server.RevokeAccessTokensAsync();
        Assert.Equal("robot: again", Say(host, "again"));
        Assert.Equal(["client_credentials", "client_credentials", "client_credentials"], Server.TokenRequests);
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("RS256")]
    public async Task Client_that_signs_with_its_key_is_let_in_and_the_key_is_in_no_file_of_ours(string algorithm)
    {
        using AsymmetricAlgorithm key = algorithm switch
        {
            "RS256" => RSA.Create(2048),
            "ES384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        };
        await Server.RegisterSignerAsync("signer", key is RSA rsa ? new RsaSecurityKey(rsa.ExportParameters(false)) : new ECDsaSecurityKey(PublicOf((ECDsa)key)));
        using var skill = Skill().With("auth", new JsonObject { ["client_id"] = "signer", ["private_key"] = "${SIGNERS_KEY}", ["grant"] = "client_credentials" });
        skill.Variables["SIGNERS_KEY"] = key.ExportPkcs8PrivateKeyPem();
        using var host = Host(skill);
        Assert.Equal("signer: hi", Say(host, "hi"));
        await Server.RevokeAccessTokensAsync();
        Assert.Equal("signer: again", Say(host, "again"));
        var kept = File.ReadAllText(Assert.Single(LoginFiles));
        Assert.Contains($"\"{algorithm}\"", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(skill.Variables["SIGNERS_KEY"].Split('\n')[1], kept + skill.HostLog, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_key_is_told_without_repeating_it()
    {
        using var skill = Skill().With("auth", new JsonObject { ["client_id"] = "signer", ["private_key"] = "hunter2", ["grant"] = "client_credentials" });
        using var login = LoginRun.Start(skill);
        login.Ends(4);
        Assert.Contains("\"private_key\"", login.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", login.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_the_server_refuses_is_said_to_be_the_configs()
    {
        await Server.RegisterAsync("robot", "s3cret-of-robot");
        using var skill = Skill().With("auth", new JsonObject { ["client_id"] = "robot", ["client_secret"] = "wr0ng", ["grant"] = "client_credentials" });
        using var host = Host(skill);
        var why = Refused(host);
        Assert.Contains("refused to issue a token to this client: invalid_client", why, StringComparison.Ordinal);
        Assert.Contains("Check \"auth\" in mcp-config.json", why, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", why + skill.HostLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_is_the_users_alone_and_in_no_other_file()
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        using var host = Host(skill);
        Assert.Equal("alice: hi", Say(host, "hi"));
        var file = Assert.Single(LoginFiles);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(StateFolder));

        var login = JsonNode.Parse(File.ReadAllText(file))!;
        foreach (var token in new[] { (string)login["access_token"]!, (string)login["refresh_token"]! })
        {
            foreach (var other in Directory.GetFiles(skill.RuntimeDirectory, "*", SearchOption.AllDirectories)
                .Where(static name =>
                    !name.EndsWith("/s", StringComparison.Ordinal)
                    && !name.EndsWith(".lock", StringComparison.Ordinal)))
            {
                Assert.DoesNotContain(token, File.ReadAllText(other), StringComparison.Ordinal);
            }

            Assert.DoesNotContain(token, File.ReadAllText($"/proc/{host.Id}/cmdline"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Login_that_others_can_read_is_not_used()
    {
        using var skill = Skill();
        await LoginRun.SucceedAsync(skill);
        File.SetUnixFileMode(Assert.Single(LoginFiles), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        using var host = Host(skill);
        Assert.Contains("is open to other users, and is not used", Refused(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_and_headers_of_the_config_are_sent_with_every_request_and_no_login_is()
    {
        using var loggedIn = Skill();
        await LoginRun.SucceedAsync(loggedIn);
        var token = (string)JsonNode.Parse(File.ReadAllText(Assert.Single(LoginFiles)))!["access_token"]!;
        Server.Requests.Clear();

        using var skill = Skill().With("headers", new JsonObject { ["authorization"] = "Bearer ${FIXED}", ["X-Key"] = "${KEY}" });
        (skill.Variables["FIXED"], skill.Variables["KEY"]) = (token, "k");
        using var host = Host(skill);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("alice: hi", Say(host, "hi"));
        }

        Assert.All(Server.Requests, request => Assert.Equal(($"Bearer {token}", "k"), request));
        await Server.RevokeAccessTokensAsync();
        Assert.Contains("put a valid token into \"headers\"", Refused(host), StringComparison.Ordinal);
        Assert.Equal(0, Server.RefreshRequests);
    }

    private static ECDsa PublicOf(ECDsa key) => ECDsa.Create(key.ExportParameters(false));

    private DateTimeOffset RenewAt() =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)((double)JsonNode.Parse(File.ReadAllText(Assert.Single(LoginFiles)))!["renew_at"]! * 1000));
}
