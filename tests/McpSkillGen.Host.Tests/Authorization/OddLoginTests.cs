using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.OAuthServer;

namespace McpSkillGen.Host.Tests.Authorization;

/// <summary>Login servers that do what the specification does not say, and people whose browser is elsewhere.</summary>
public abstract class OddLoginTests : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("msg-login").FullName;

    private protected OddLoginServer Server { get; private set; } = null!;

    private protected IReadOnlyList<string> LoginFiles =>
        Directory.Exists(_home) ? Directory.GetFiles(_home, "*.json", SearchOption.AllDirectories) : [];

    private protected JsonNode Stored => JsonNode.Parse(File.ReadAllText(Assert.Single(LoginFiles)))!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Server = await OddLoginServer.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_home, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected TempSkill Skill(JsonObject? auth = null)
    {
        var skill = TempSkill.Remote(Server.Url);
        skill.Variables["MCP_SKILL_STATE_DIR"] = Path.Combine(_home, "state");
        return auth is null ? skill : skill.With("auth", auth);
    }

    private protected static TestHost Host(TempSkill skill)
    {
        var host = TestHost.Start(skill, "--executor", ProtectedServerTests.Executor);
        Assert.Equal("READY", host.FirstLine);
        return host;
    }

    private protected static string Say(TestHost host, string message)
    {
        using var client = host.ConnectAndGreet();
        return client.CallForText("echo", $$"""{"message":"{{message}}"}""");
    }

    private protected static string Refusal(TempSkill skill, int exitCode = 4, params string[] more)
    {
        using var login = LoginRun.Start(skill, more);
        login.Ends(exitCode);
        return login.Errors;
    }
}
