using System.Diagnostics;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Tests;

/// <summary>What outlives a guard that was killed by hand is ended before the next launch; what only looks like it is not.</summary>
public sealed class LeftoverTests
{
    [Theory]
    [InlineData("spawn-grandchild", "ignore-eof-and-sigterm")]
    [InlineData("spawn-grandchild")]
    public void Server_that_escaped_a_killed_host_and_guard_is_ended_before_the_next_one_starts(params string[] modes)
    {
        using var skill = new TempSkill(modes);
        IReadOnlyList<int> escaped;
        using (var host = TestHost.StartReady(skill))
        {
            using var client = host.ConnectAndGreet();
            client.CallForText("pid");
            escaped = skill.ServerIds;
            var guard = ProcessTable.ParentOf(escaped[0]);

            // Stopped first, so that it does not hear of its host's death in between.
            ProcessTable.Signal(guard, "STOP");
            host.Signal("KILL");
            host.WaitForExit();
            ProcessTable.Signal(guard, "KILL");
            Eventually.Gone(guard);
        }

        // A server that honours the end of its input has left; what it had started has not.
        Assert.Contains(escaped, ProcessTable.IsAlive);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(skill.Instance.LaunchTrace));

        using var next = TestHost.StartReady(skill);
        using var nextClient = next.ConnectAndGreet();
        nextClient.CallForText("pid");
        Assert.All(escaped, id => Assert.False(ProcessTable.IsAlive(id)));
        Assert.Contains("processes of an earlier launch are still running", skill.HostLog, StringComparison.Ordinal);
    }

    [Fact]
    public void Guard_killed_by_hand_does_not_leave_two_servers_to_a_living_host()
    {
        using var skill = new TempSkill("spawn-grandchild", "ignore-eof-and-sigterm");
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.CallForText("pid");
        var first = skill.ServerIds;
        ProcessTable.Signal(ProcessTable.ParentOf(first[0]), "KILL");
        Eventually.True(() => (string?)client.Ask("status")["state"] == "no server", "the host has noticed");
        client.CallForText("pid", id: 2);
        Assert.All(first, id => Assert.False(ProcessTable.IsAlive(id)));
        Assert.Equal(2, skill.Journalled("launch").Count);
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(1, true, false)]
    [InlineData(0, false, false)]
    public void Process_is_ended_only_if_number_start_time_and_boot_are_those_of_the_trace(int laterBy, bool isSameBoot, bool isEnded)
    {
        using var skill = new TempSkill();
        using var bystander = Process.Start("sleep", "1000");
        try
        {
            var stamp = ProcessStamp.Of(bystander.Id)!.Value;
            var trace = LaunchTrace.Begin()! with { Processes = [stamp with { StartTime = stamp.StartTime + laterBy }] };
            Directory.CreateDirectory(skill.RuntimeDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.CreateDirectory(skill.Instance.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            (isSameBoot ? trace : trace with { BootId = "another" }).Write(skill.Instance.LaunchTrace);

            using var host = TestHost.StartReady(skill);
            using var client = host.ConnectAndGreet();
            client.CallForText("pid");
            Assert.Equal(isEnded, !ProcessTable.IsAlive(bystander.Id));
        }
        finally
        {
            bystander.Kill();
            bystander.WaitForExit();
        }
    }

    [Fact]
    public void Orderly_end_leaves_no_trace_and_a_trace_that_is_none_is_passed_over()
    {
        using var skill = new TempSkill();
        Directory.CreateDirectory(skill.RuntimeDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(skill.Instance.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(skill.Instance.LaunchTrace, "not\na trace\n1 x\n");
        using var host = TestHost.StartReady(skill);
        using (var client = host.ConnectAndGreet())
        {
            client.CallForText("pid");
            Assert.Equal(skill.ServerIds.Single(), LaunchTrace.Read(skill.Instance.LaunchTrace)!.Processes[^1].Id);
        }

        host.Signal("TERM");
        Assert.Equal(0, host.WaitForExit());
        Assert.False(File.Exists(skill.Instance.LaunchTrace));
    }
}
