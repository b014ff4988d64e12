using System.Diagnostics;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>The same conversation over a child's pipes: for <c>keep_alive: false</c>, and where sockets are forbidden.</summary>
public sealed class StdioTests
{
    [Fact]
    public void Conversation_is_the_same_and_the_host_ends_with_its_input()
    {
        using var skill = new TempSkill();
        using var host = Launch(skill, out var client);
        client.Hello(skill.Fingerprint);
        client.Call(1, "echo", """{"message":"over pipes"}""");
        client.Expect(FrameKind.Welcome);
        client.Expect(FrameKind.Accepted, 1);
        Assert.Equal("over pipes", TestClient.ResultText(client.Expect(FrameKind.Result, 1)));

        host.StandardInput.Close();
        Assert.True(host.WaitForExit(Eventually.Deadline));
        Assert.Equal(0, host.ExitCode);
        Assert.Single(skill.Journalled("eof"));
        Assert.False(Directory.Exists(skill.RuntimeDirectory));
        Assert.False(File.Exists(skill.Folder.PidFile));
    }

    [Fact]
    public void Caller_that_vanishes_has_its_call_cancelled_and_its_server_stopped()
    {
        using var skill = new TempSkill();
        using var host = Launch(skill, out var client);
        client.Hello(skill.Fingerprint);
        client.Call(1, "sleep", """{"seconds":1000}""");
        client.Expect(FrameKind.Welcome);
        client.Expect(FrameKind.Accepted, 1);
        Eventually.True(() => skill.Journalled("call").Count == 1, "the call has reached the server");
        host.StandardInput.Close();
        Assert.True(host.WaitForExit(Eventually.Deadline));
        Assert.NotEmpty(skill.ServerIds);
        Assert.All(skill.ServerIds, Eventually.Gone);
    }

    [Fact]
    public void Killed_host_over_pipes_leaves_nothing_either()
    {
        using var skill = new TempSkill("spawn-grandchild", "ignore-eof-and-sigterm");
        using var host = Launch(skill, out var client);
        client.Hello(skill.Fingerprint);
        client.Expect(FrameKind.Welcome);
        client.CallForText("pid");
        host.Kill();
        host.WaitForExit();
        Assert.Equal(3, skill.ServerIds.Count);
        Assert.All(skill.ServerIds, Eventually.Gone);
    }

    [Fact]
    public void Broken_config_is_explained_in_answer_to_the_call()
    {
        using var skill = new TempSkill();
        var fingerprint = skill.Fingerprint;
        File.WriteAllText(skill.Folder.ConfigFile, "{");
        using var host = Launch(skill, out var client);
        client.Hello(fingerprint);
        client.Call(1, "pid");
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.WrongEnvironment, failure.ExitCode);
        Assert.Contains("mcp-config.json:1:", failure.Message, StringComparison.Ordinal);
        Assert.True(host.WaitForExit(Eventually.Deadline));
        Assert.Equal(3, host.ExitCode);
    }

    private static Process Launch(TempSkill skill, out TestClient client)
    {
        var host = TestHost.Launch(skill, ["serve", "--skill", skill.Folder.Root, "--stdio"]);
        host.ErrorDataReceived += static (_, _) => { };
        host.BeginErrorReadLine();
        client = new TestClient(host.StandardOutput.BaseStream, host.StandardInput.BaseStream);
        return host;
    }
}
