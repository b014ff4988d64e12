using System.Collections;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests;

/// <summary>Callers whose <c>PATH</c> differs: a terminal, an editor, a scheduler.</summary>
public sealed class CallersPathTests : IDisposable
{
    private static readonly string Ours = Environment.GetEnvironmentVariable("PATH")!;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_that_leads_to_the_same_program_keeps_the_running_server()
    {
        var shell = Path.GetFullPath(Ours.Split(':').Select(static folder => Path.Combine(folder, "sh")).First(File.Exists));
        Directory.CreateDirectory(_folder["linked"]);
        File.CreateSymbolicLink(_folder["linked/sh"], shell);

        Assert.False(Leads("sh", _folder["linked"]));
        Assert.False(Leads("sh", $"{_folder["empty"]}:{Ours}"));
        Assert.False(Leads("sh", Ours));
        Assert.False(Leads("sh", null));
    }

    [Fact]
    public void A_path_that_leads_to_another_program_means_another_server_and_one_that_leads_nowhere_does_not()
    {
        File.SetUnixFileMode(_folder.Write("other/sh", "#!/bin/true"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.True(Leads("sh", $"{_folder["other"]}:{Ours}"));
        Assert.False(Leads("sh", _folder["empty"]));
    }

    [Fact]
    public void Where_no_server_runs_the_next_one_is_the_callers_own()
    {
        Assert.True(Leads("sh", _folder["empty"], isRunning: false));
        Assert.False(Leads("sh", Ours, isRunning: false));
    }

    [Fact]
    public void The_path_does_not_matter_where_nothing_is_looked_up_on_it()
    {
        Assert.False(Leads("/bin/sh", _folder["empty"], isRunning: false));
        Assert.False(Leads("sh", _folder["empty"], isRunning: false, new Dictionary<string, string> { ["PATH"] = "/bin" }));
    }

    [Fact]
    public void After_a_crash_a_caller_with_another_path_gets_a_host_of_its_own()
    {
        using var skill = new TempSkill();
        Directory.CreateSymbolicLink(_folder["bin"], Path.GetDirectoryName(Programs.FaultServer)!);
        skill.With("command", Path.GetFileName(Programs.FaultServer));
        skill.Variables["PATH"] = $"{_folder["bin"]}:{Ours}";
        using var host = TestHost.StartReady(skill);
        using var first = host.ConnectAndGreet();
        first.CallForText("pid");
        File.Delete(_folder["bin"]);
        using (var before = host.Connect())
        {
            before.Hello(skill.Fingerprint, path: Ours);
            before.Expect(FrameKind.Welcome);
        }

        first.Call(2, "crash");
        first.Expect(FrameKind.Accepted, 2);
        first.ExpectFailure(2);

        using var second = host.Connect();
        second.Hello(skill.Fingerprint, path: Ours);
        second.Expect(FrameKind.Stale);
    }

    private static bool Leads(string command, string? path, bool isRunning = true, Dictionary<string, string>? configured = null) =>
        new CallersPath(new ServerLaunch.Process(command, [], configured ?? [], "/"), new Hashtable()).LeadsElsewhere(path, isRunning);
}
