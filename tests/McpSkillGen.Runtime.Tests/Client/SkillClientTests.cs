using System.Text.Json;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Tests.Support;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Client;

/// <summary>The typed client's base. It reads the process's own environment, as nothing else in these tests does.</summary>
[Collection(nameof(StartsProcesses))]
public sealed class SkillClientTests : IDisposable
{
    private readonly SkillSandbox _sandbox = new();

    public SkillClientTests() => Environment.SetEnvironmentVariable(UserDirectory.Runtime.OverrideVariable, _sandbox.RuntimeFolder);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(UserDirectory.Runtime.OverrideVariable, null);
        _sandbox.Dispose();
    }

    [Fact]
    public async Task A_typed_call_sends_its_arguments_and_brings_the_result()
    {
        var host = _sandbox.Listen(FakeHost.Answers("""{"content":[{"type":"text","text":"hi"}],"structuredContent":{"n":1},"isError":true}"""));
        await using var client = new SampleClient(_sandbox.Folder.Root);

        var result = await client.CallAsync(new Greeting(), TestContext.Current.CancellationToken);

        Assert.Equal(("hi", true, "{\"n\":1}"), (result.Text, result.IsError, result.StructuredContent?.GetRawText()));
        Assert.Equal(("tools/call", """{"name":"greet","arguments":{"who":"you"}}"""), (host.Conversations[0].Method, host.Conversations[0].Params));
        Assert.Equal(TimeSpan.FromSeconds(3), host.Conversations[0].Timeout);
    }

    [Fact]
    public async Task Without_arguments_an_empty_object_is_sent()
    {
        var host = _sandbox.Listen(FakeHost.Answers("{}"));

        await new SampleClient(_sandbox.Folder.Root).CallAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal("""{"name":"greet","arguments":{}}""", host.Conversations[0].Params);
    }

    [Fact]
    public async Task A_program_and_an_agent_share_the_instance_whatever_the_folder_is_called()
    {
        var host = _sandbox.Listen(FakeHost.Answers("{}"));
        Directory.CreateSymbolicLink(_sandbox["alias"], _sandbox.Folder.Root);
        foreach (var path in new[] { _sandbox.Folder.Root + "/", _sandbox.Folder.Root + "/scripts", _sandbox["alias"] })
        {
            await new SampleClient(path).CallAsync(null, TestContext.Current.CancellationToken);
        }

        Assert.Equal(3, host.Conversations.Count);
    }

    [Fact]
    public async Task A_call_without_a_result_throws_with_its_exit_code()
    {
        _sandbox.Listen(FakeHost.VanishesAfterAccepting);

        var error = await Assert.ThrowsAsync<SkillException>(
            () => new SampleClient(_sandbox.Folder.Root).CallAsync(null, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.OutcomeUnknown, error.ExitCode);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_at_the_host_and_throws_as_dotnet_does()
    {
        using var cancelling = new CancellationTokenSource();
        _sandbox.Listen(talk =>
        {
            talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Accepted, 1);
            cancelling.Cancel();
            talk.Read(FrameKind.Cancel);
            talk.Say(FrameKind.Failure, 1, """{"exitCode":130,"message":"Cancelled."}""");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SampleClient(_sandbox.Folder.Root).CallAsync(null, cancelling.Token));
    }

    [Fact]
    public void A_folder_without_a_skill_is_told()
    {
        var error = Assert.Throws<SkillException>(() => new SampleClient(Path.GetPathRoot(_sandbox.Folder.Root)!));

        Assert.Equal(ExitCode.WrongEnvironment, error.ExitCode);
        Assert.Contains("mcp-config.json", error.Message, StringComparison.Ordinal);
    }

    private sealed class Greeting : IToolArguments
    {
        public void WriteTo(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("who", "you");
            writer.WriteEndObject();
        }
    }

    private sealed class SampleClient(string folder)
        : SkillClient(new HostToolCaller(new SampleSkill(), new SkillClientOptions { SkillFolder = folder, Timeout = TimeSpan.FromSeconds(3) }))
    {
        public Task<ToolResult> CallAsync(IToolArguments? arguments, CancellationToken cancellationToken) =>
            CallToolAsync("greet", arguments, safeToRepeat: false, cancellationToken);
    }
}
