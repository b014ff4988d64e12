using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>How a host starts, and who may be the one.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public void Broken_config_is_explained_on_the_one_line_with_exit_3()
    {
        using var skill = new TempSkill();
        File.WriteAllText(skill.Folder.ConfigFile, """{"command": 17}""");
        Assert.Contains("\"command\" is a number", ExpectFailed(skill, ExitCode.WrongEnvironment), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_variable_is_named_and_exit_3()
    {
        using var skill = new TempSkill().With("args", new JsonArray("${NO_SUCH_VARIABLE_HERE}"));
        Assert.Contains("NO_SUCH_VARIABLE_HERE", ExpectFailed(skill, ExitCode.WrongEnvironment), StringComparison.Ordinal);
    }

    [Fact]
    public void Socket_path_beyond_the_systems_limit_is_explained_with_a_remedy()
    {
        using var skill = new TempSkill();
        using var host = TestHost.Launch(skill, ["serve", "--skill", skill.Folder.Root], ("MCP_SKILL_RUNTIME_DIR", Path.Combine(skill.RuntimeDirectory, new string('x', 120))));
        var line = host.StandardOutput.ReadLine()!;
        Assert.StartsWith("NOSOCKET ", line, StringComparison.Ordinal);
        Assert.Contains("Set MCP_SKILL_RUNTIME_DIR to a shorter folder", line, StringComparison.Ordinal);
        host.WaitForExit();
        Assert.Equal(3, host.ExitCode);
    }

    [Fact]
    public void Runtime_directory_that_others_can_enter_is_refused()
    {
        using var skill = new TempSkill();
        Directory.CreateDirectory(skill.RuntimeDirectory, (UnixFileMode)0x1FF);
        File.SetUnixFileMode(skill.RuntimeDirectory, (UnixFileMode)0x1FF);
        Assert.Contains("is open to other users", ExpectFailed(skill, ExitCode.WrongEnvironment, "NOSOCKET "), StringComparison.Ordinal);
    }

    [Fact]
    public void Socket_log_and_folder_are_the_users_alone()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(OwnerReadWrite, File.GetUnixFileMode(skill.Instance.Socket));
        Assert.Equal(OwnerReadWrite, File.GetUnixFileMode(skill.Instance.Log));
        Assert.Equal(OwnerReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(skill.Instance.Folder));
    }

    [Fact]
    public void Ready_host_keeps_none_of_its_callers_streams()
    {
        using var skill = new TempSkill();
        using var process = TestHost.Launch(skill, ["serve", "--skill", skill.Folder.Root]);
        Assert.Equal("READY\n", process.StandardOutput.ReadToEnd());
        Assert.Equal("", process.StandardError.ReadToEnd());
        Assert.False(process.HasExited);
        process.Kill();
        process.WaitForExit();
    }

    [Fact]
    public void Second_host_finds_the_first_one_serving_and_steps_back()
    {
        using var skill = new TempSkill();
        using var first = TestHost.StartReady(skill);
        using var second = TestHost.StartReady(skill);
        Assert.Equal(0, second.WaitForExit());
        using var client = first.ConnectAndGreet();
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
        Assert.Single(skill.Journalled("launch"));
    }

    [Fact]
    public void Sixteen_hosts_that_start_at_once_are_one_host_and_one_server()
    {
        using var skill = new TempSkill();
        var starts = Enumerable.Range(0, 16).Select(_ => TestHost.Launch(skill, ["serve", "--skill", skill.Folder.Root])).ToList();
        foreach (var start in starts)
        {
            Assert.Equal("READY", start.StandardOutput.ReadLine());
        }

        using (var client = TestClient.Connect(skill))
        {
            client.Hello(skill.Fingerprint);
            client.Expect(FrameKind.Welcome);
            client.CallForText("pid");
        }

        Eventually.True(() => starts.Count(start => !start.HasExited) == 1, "one host is left");
        Assert.Single(skill.Journalled("launch"));
        foreach (var start in starts)
        {
            start.Kill();
            start.WaitForExit();
            start.Dispose();
        }
    }

    [Fact]
    public void Killed_hosts_socket_does_not_keep_the_next_one_from_starting()
    {
        using var skill = new TempSkill();
        using (var first = TestHost.StartReady(skill))
        {
            first.Signal("KILL");
            first.WaitForExit();
        }

        Assert.True(File.Exists(skill.Instance.Socket));
        using var second = TestHost.StartReady(skill);
        using var client = second.ConnectAndGreet();
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
    }

    [Fact]
    public void Host_that_was_about_to_serve_is_found_as_soon_as_it_does_and_its_end_is_not_waited_for()
    {
        using var skill = new TempSkill();
        using (var earlier = TestHost.StartReady(skill))
        {
            earlier.Signal("KILL");
            earlier.WaitForExit();
            File.Delete(skill.Instance.Socket);
        }

        using var holder = Runtime.Native.FileLock.TryTake(skill.Instance.InstanceLock);
        Assert.NotNull(holder);
        using var late = TestHost.Launch(skill, ["serve", "--skill", skill.Folder.Root]);
        Eventually.True(() => HasThread(late.Id, "instance lock"), "the late one waits for the lock");
        using var serving = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Unspecified);
        serving.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(skill.Instance.Socket));
        serving.Listen();
        Assert.Equal("READY", late.StandardOutput.ReadLine());
        Assert.True(late.WaitForExit(Eventually.Deadline));
    }

    [Fact]
    public void Host_that_neither_serves_nor_leaves_is_waited_for_within_a_budget()
    {
        using var skill = new TempSkill();
        using (var earlier = TestHost.StartReady(skill))
        {
            earlier.Signal("TERM");
            earlier.WaitForExit();
        }

        using var holder = Runtime.Native.FileLock.TryTake(skill.Instance.InstanceLock);
        Assert.NotNull(holder);
        using var host = TestHost.Launch(skill, ["serve", "--skill", skill.Folder.Root]);
        Eventually.True(() => HasThread(host.Id, "instance lock"), "the host waits for the lock");
        holder.Dispose();
        Assert.Equal("READY", host.StandardOutput.ReadLine());
        host.Kill();
        host.WaitForExit();
    }

    [Theory]
    [InlineData("another fingerprint", WireProtocol.Version)]
    [InlineData(null, WireProtocol.Version + 1)]
    public void Caller_that_means_another_launch_is_told_stale_and_the_host_leaves(string? fingerprint, int protocol)
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.Connect();
        client.Hello(fingerprint ?? skill.Fingerprint, protocol);
        client.Call(1, "echo", """{"message":"not for you"}""");
        client.Expect(FrameKind.Stale);
        Assert.Null(client.Read());
        Assert.Equal(0, host.WaitForExit());
        Assert.Empty(skill.Journalled("call"));
        Assert.False(File.Exists(skill.Instance.Socket));
    }

    [Fact]
    public void Stale_host_finishes_its_call_while_the_new_one_already_serves()
    {
        using var skill = new TempSkill();
        using var old = TestHost.StartReady(skill);
        using var working = old.ConnectAndGreet();
        working.Call(1, "until", skill.UntilReleased);
        working.Expect(FrameKind.Accepted, 1);

        skill.With("timeout", 17);
        using (var newcomer = old.Connect())
        {
            newcomer.Hello(skill.Fingerprint);
            newcomer.Expect(FrameKind.Stale);
        }

        using var fresh = TestHost.StartReady(skill);
        using var client = fresh.ConnectAndGreet();
        Assert.Equal("new", client.CallForText("echo", """{"message":"new"}"""));
        Assert.False(old.HasExited);

        working.Call(2, "echo", """{"message":"too late"}""");
        working.Expect(FrameKind.Retiring, 2);
        skill.Release();
        working.Expect(FrameKind.Result, 1);
        Assert.Equal(0, old.WaitForExit());
        Assert.Equal(2, skill.Journalled("call").Count);
        Assert.True(fresh.IsListening());
        Assert.StartsWith($"{fresh.Id}\n", File.ReadAllText(skill.Folder.PidFile), StringComparison.Ordinal);
    }

    private static bool HasThread(int processId, string name) =>
        Directory.GetDirectories($"/proc/{processId}/task").Any(thread => File.ReadAllText(Path.Combine(thread, "comm")).Trim() == name);

    private static string ExpectFailed(TempSkill skill, ExitCode expected, string word = "FAILED ")
    {
        using var host = TestHost.Start(skill);
        Assert.StartsWith(word, host.FirstLine, StringComparison.Ordinal);
        var failure = TestClient.FailureIn(Encoding.UTF8.GetBytes(host.FirstLine![word.Length..]));
        Assert.Equal(expected, failure.ExitCode);
        Assert.Equal((int)expected, host.WaitForExit());
        return failure.Message;
    }
}
