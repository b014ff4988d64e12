using McpSkillGen.Host.Tests.Support;
using McpSkillGen.OAuthServer;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests.Authorization;

/// <summary>One server for all of these tests, one after another: to make one takes longer than most of them.</summary>
public sealed class SharedProtectedServer : IAsyncLifetime
{
    /// <summary>The server.</summary>
    public ProtectedServer Server { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Server = await ProtectedServer.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(nameof(ProtectedServerTests))]
public sealed class ProtectedServerGroup : ICollectionFixture<SharedProtectedServer>;

/// <summary>A server that knows nobody yet, and a user's state directory.</summary>
/// <param name="shared">The server.</param>
public abstract class ProtectedServerTests(SharedProtectedServer shared) : IAsyncLifetime
{
    internal const string Executor = "/skills/protected/scripts/protected";

    // The server runs in this process, and tests that wait for processes hold threads of the pool meanwhile.
    static ProtectedServerTests() => ThreadPool.SetMinThreads(64, 64);

    private readonly string _home = Directory.CreateTempSubdirectory("msg-login").FullName;

    private protected ProtectedServer Server => shared.Server;

    private protected string StateFolder => Path.Combine(_home, "state");

    private protected IEnumerable<string> LoginFiles =>
        Directory.Exists(StateFolder) ? Directory.GetFiles(StateFolder, "*.json", SearchOption.AllDirectories) : [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await Server.ResetAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_home, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected TempSkill Skill()
    {
        var skill = TempSkill.Remote(Server.Url);
        skill.Variables["MCP_SKILL_STATE_DIR"] = StateFolder;
        return skill;
    }

    private protected static TestHost Host(TempSkill skill)
    {
        var host = TestHost.Start(skill, "--executor", Executor);
        Assert.Equal("READY", host.FirstLine);
        return host;
    }

    private protected static string Say(TestHost host, string message, string tool = "echo", uint id = 1)
    {
        using var client = host.ConnectAndGreet();
        return client.CallForText(tool, $$"""{"message":"{{message}}"}""", id);
    }

    /// <summary>A call that is not let in, whether or not it was accepted before that was known.</summary>
    private protected static string Refused(TestHost host, string tool = "echo")
    {
        using var client = host.ConnectAndGreet();
        client.Call(1, tool);
        var frame = client.Read()!.Value;
        while (frame.Kind is FrameKind.Accepted or FrameKind.Log)
        {
            frame = client.Read()!.Value;
        }

        Assert.Equal(FrameKind.Failure, frame.Kind);
        var failure = TestClient.FailureIn(frame.Payload);
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        return failure.Message;
    }
}
