using System.Net.Sockets;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>The roles that see all of a user's hosts.</summary>
public sealed class InstancesTests
{
    [Fact]
    public void No_directory_is_no_instance()
    {
        using var skill = new TempSkill();

        Assert.Equal("[]\n", Run(skill, 0, "hosts", "--json"));
        Assert.Equal("", Run(skill, 0, "stop", "--all"));
        Assert.False(Directory.Exists(skill.RuntimeDirectory));
    }

    [Fact]
    public void Running_host_is_listed_with_its_own_status_and_a_left_one_as_absent()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("pid");
        }

        var live = Hosts(skill).Single()!;
        Assert.Equal(
            (skill.Instance.Id, "skill", skill.Folder.Root, "answers", host.Id, skill.Instance.Log),
            ((string?)live["instance"], (string?)live["name"], (string?)live["skill"], (string?)live["presence"], (int)live["hostPid"]!, (string?)live["log"]));
        Assert.Equal(1, (int)live["status"]!["calls"]!);

        Assert.Equal($"{skill.Instance.Id} stopped\n", Run(skill, 0, "stop", "--instance", skill.Instance.Id));
        Assert.Equal(0, host.WaitForExit());
        var left = Hosts(skill).Single()!;
        Assert.Equal(("absent", skill.Folder.Root), ((string?)left["presence"], (string?)left["skill"]));
        Assert.Null(left["hostPid"]);
        Assert.Equal("", Run(skill, 0, "stop", "--all"));
    }

    [Fact]
    public void Host_with_a_call_in_flight_finishes_it_and_stop_says_so()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "until", skill.UntilReleased);
        client.Expect(FrameKind.Accepted, 1);

        Assert.Equal($"{skill.Instance.Id} stopping 1\n", Run(skill, 0, "stop", "--all"));

        skill.Release();
        client.Expect(FrameKind.Result, 1);
        Assert.Equal(0, host.WaitForExit());
    }

    [Fact]
    public void Hung_host_is_listed_with_its_process_and_ended_only_by_force()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("pid");
        }

        host.Signal("STOP");

        var hung = Hosts(skill).Single()!;
        Assert.Equal(("not answering", host.Id), ((string?)hung["presence"], (int)hung["hostPid"]!));
        Assert.Equal($"{skill.Instance.Id} silent {host.Id}\n", Run(skill, 4, "stop", "--all"));
        Assert.False(host.HasExited);

        Assert.Equal($"{skill.Instance.Id} killed\n", Run(skill, 0, "stop", "--all", "--force"));
        host.WaitForExit();
        Assert.All(skill.ServerIds, Eventually.Gone);
    }

    [Fact]
    public void Host_that_hangs_while_it_leaves_is_told_with_its_process_and_ended_by_force()
    {
        using var skill = new TempSkill("ignore-eof-and-sigterm");
        using var host = HangWhileLeaving(skill);

        var leaving = Hosts(skill).Single()!;
        Assert.Equal(("starting or leaving", host.Id), ((string?)leaving["presence"], (int)leaving["hostPid"]!));
        Assert.Equal($"{skill.Instance.Id} killed\n", Run(skill, 0, "stop", "--all", "--force"));
        host.WaitForExit();
        Assert.All(skill.ServerIds, Eventually.Gone);
    }

    [Fact]
    public void Host_that_hangs_while_it_leaves_is_ended_by_the_next_one()
    {
        using var skill = new TempSkill("ignore-eof-and-sigterm");
        using var old = HangWhileLeaving(skill);

        using var next = TestHost.StartReady(skill);

        old.WaitForExit();
        using var client = next.ConnectAndGreet();
        client.CallForText("pid");
        Assert.Contains($"Host {old.Id} did not leave in time and was killed.", skill.HostLog, StringComparison.Ordinal);
        Assert.Empty(skill.Journalled("overlap"));
    }

    [Fact]
    public async Task Listener_that_speaks_another_language_is_listed_as_not_answering_with_its_process()
    {
        using var skill = new TempSkill();
        UserDirectory.Runtime.Prepare(skill.RuntimeDirectory, skill.Instance.Folder);
        using var held = FileLock.TryTake(skill.Instance.InstanceLock);
        using var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        stranger.Bind(new UnixDomainSocketEndPoint(skill.Instance.Socket));
        stranger.Listen();
        var talking = Task.Run(async () =>
        {
            using var caller = await stranger.AcceptAsync(TestContext.Current.CancellationToken);
            caller.Send("HTTP/1.1 400 Bad Request\r\n\r\n"u8);
            using var identifying = await stranger.AcceptAsync(TestContext.Current.CancellationToken);
        }, TestContext.Current.CancellationToken);

        var listed = Hosts(skill).Single()!;

        Assert.Equal(("not answering", Environment.ProcessId), ((string?)listed["presence"], (int)listed["hostPid"]!));
        Assert.Null(listed["name"]);
        await talking;
    }

    [Fact]
    public void What_a_skill_left_that_is_gone_is_cleared_away_unless_a_host_still_runs()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("pid");
        }

        // The host may be about to write its traces there.
        Eventually.True(() => File.Exists(skill.Folder.LastActiveFile) && File.Exists(skill.Folder.PidFile), "the host has left its traces");
        Directory.Delete(skill.Folder.Root, recursive: true);
        Assert.Single(Hosts(skill));
        Assert.True(Directory.Exists(skill.Instance.Folder));

        Run(skill, 0, "stop", "--all");
        Assert.Equal(0, host.WaitForExit());
        Assert.Empty(Hosts(skill));
        Assert.False(Directory.Exists(skill.Instance.Folder));
    }

    [Fact]
    public void Log_is_printed_by_its_instance_and_filtered_by_a_tools_name_in_any_spelling()
    {
        using var skill = new TempSkill();
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("notes-add", """{"note":"one"}""");
            client.CallForText("pid");
        }

        var line = JsonNode.Parse(Run(skill, 0, "logs", "--instance", skill.Instance.Id, "--tool", "notes_add", "--json"))!;
        Assert.Equal(("call", "notes-add"), ((string?)line["kind"], (string?)line["name"]));
        Assert.Contains(" call pid ", Run(skill, 0, "logs", "--instance", skill.Instance.Id, "--count", "10"), StringComparison.Ordinal);
        Run(skill, 2, "logs", "--instance", "0123456789abcdef");
        Run(skill, 2, "logs", "--instance", skill.Instance.Id, "--count", "x");
    }

    private static TestHost HangWhileLeaving(TempSkill skill)
    {
        var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        client.Ask("stop");
        host.Signal("STOP");
        return host;
    }

    private static JsonArray Hosts(TempSkill skill) => JsonNode.Parse(Run(skill, 0, "hosts", "--json"))!.AsArray();

    private static string Run(TempSkill skill, int exitCode, params string[] arguments)
    {
        using var role = TestHost.Launch(skill, arguments);
        role.StandardInput.Close();
        var errors = role.StandardError.ReadToEndAsync();
        var output = role.StandardOutput.ReadToEnd();
        role.WaitForExit();
        Assert.True(role.ExitCode == exitCode, $"Expected exit code {exitCode}, got {role.ExitCode}.\nstdout: {output}\nstderr: {errors.Result}");
        return output;
    }
}
