using System.Runtime.Versioning;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>What another user of the machine can do to a host, or in its place: nothing.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OtherUserTests(SkillLibrary skills)
{
    private const string Stranger = "65534";

    // Hello, with a payload that is none: the host must not even read it.
    private const string Words = "02000000010000000000" + "7B7D";

    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    [Fact]
    public async Task Stranger_cannot_reach_the_socket_nor_read_the_log()
    {
        await using var skill = await OpenToAllButTheRuntimeDirectoryAsync();
        var server = (await skill.RunAsync("pid")).Expect(0).Output;

        Assert.Equal("AccessDenied\n", (await AsStrangerAsync(skill, "talk", Path.Combine(skill.InstanceFolder, "s"), Words)).Output);
        Assert.NotEqual(0, (await AsStrangerAsync(skill, "--", "cat", Path.Combine(skill.InstanceFolder, "host.log"))).ExitCode);
        Assert.NotEqual(0, (await AsStrangerAsync(skill, "--", "ls", skill.RuntimeFolder)).ExitCode);
        Assert.Equal(server, (await skill.RunAsync("pid")).Expect(0).Output);
    }

    [Fact]
    public async Task Stranger_who_finds_every_door_open_is_turned_away_by_the_host()
    {
        await using var skill = await OpenToAllButTheRuntimeDirectoryAsync();
        (await skill.RunAsync("pid")).Expect(0);
        var socket = Path.Combine(skill.InstanceFolder, "s");
        foreach (var door in new[] { skill.RuntimeFolder, skill.InstanceFolder, socket })
        {
            File.SetUnixFileMode(door, Everybody);
        }

        Assert.Equal("connected, heard ''\n", (await AsStrangerAsync(skill, "talk", socket, Words)).Output);

        Assert.Contains(
            "Another user tried to connect and was rejected.",
            await File.ReadAllTextAsync(Path.Combine(skill.InstanceFolder, "host.log"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        File.SetUnixFileMode(skill.RuntimeFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await skill.RunAsync("pid")).Expect(0);
        Assert.Single(skill.JournalLines("launch"));
    }

    [Fact]
    public async Task Runtime_directory_that_a_stranger_made_first_is_not_used()
    {
        await using var skill = await OpenToAllButTheRuntimeDirectoryAsync();
        File.SetUnixFileMode(Path.GetDirectoryName(skill.RuntimeFolder)!, Everybody);
        (await AsStrangerAsync(skill, "--", "mkdir", "-m", "777", skill.RuntimeFolder)).Expect(0);

        var ran = (await skill.RunAsync("echo", "--message", "hi")).Expect(0);

        Assert.Equal("hi\n", ran.Output);
        Assert.Equal(
            $"note: The runtime directory '{skill.RuntimeFolder}' belongs to user {Stranger}, not to you (0). Remove it, or set MCP_SKILL_RUNTIME_DIR to a folder of your own. The server was started for this call only.\n",
            ran.Error);
        Assert.Empty(Directory.GetFileSystemEntries(skill.RuntimeFolder));
    }

    [Fact]
    public async Task Strangers_socket_in_the_hosts_place_hears_nothing()
    {
        await using var skill = await OpenToAllButTheRuntimeDirectoryAsync();
        (await skill.RunAsync("pid")).Expect(0);
        var socket = Path.Combine(skill.InstanceFolder, "s");
        (await skill.RunAsync("stop")).Expect(0);
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "the host has left");
        File.SetUnixFileMode(Path.GetDirectoryName(skill.RuntimeFolder)!, Everybody);
        File.SetUnixFileMode(skill.RuntimeFolder, Everybody);
        File.SetUnixFileMode(skill.InstanceFolder, Everybody);
        using var impostor = skill.Start(Built.Surroundings, "--user", Stranger, "listen", socket);
        try
        {
            Assert.Equal("listening", await impostor.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

            // First with the door still open, then shut again with the stranger inside.
            var open = (await skill.RunAsync("echo", "--message", "hi")).Expect(0);
            Assert.Contains("is open to other users", open.Error, StringComparison.Ordinal);
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.SetUnixFileMode(skill.RuntimeFolder, Owner);
            File.SetUnixFileMode(skill.InstanceFolder, Owner);
            var shut = (await skill.RunAsync("echo", "--message", "hi")).Expect(0);
            Assert.Contains($"Another user listens at '{socket}'", shut.Error, StringComparison.Ordinal);
            Assert.Equal("hi\nhi\n", open.Output + shut.Output);
        }
        finally
        {
            impostor.Kill();
            await impostor.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("heard 0 bytes\n", await impostor.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        File.Delete(socket);
    }

    [Fact]
    public async Task Executor_of_a_stranger_does_not_use_the_owners_host()
    {
        await using var skill = await OpenToAllButTheRuntimeDirectoryAsync();
        (await skill.RunAsync("notes-add", "--note", "private")).Expect(0);
        await CarryProgramsAsync(skill);
        skill.SetVariable("MCP_SKILL_STORE_DIR", "/nonexistent/store");
        skill.SetVariable("HOME", skill.Scratch);

        var ran = (await AsStrangerAsync(skill, "--", skill.Executor, "notes-list")).Expect(0);

        skill.SetVariable("MCP_SKILL_STORE_DIR", Environment.GetEnvironmentVariable("MCP_SKILL_STORE_DIR"));
        skill.SetVariable("HOME", Environment.GetEnvironmentVariable("HOME"));

        Assert.DoesNotContain("private", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"belongs to user 0, not to you ({Stranger})", ran.Error, StringComparison.Ordinal);
        Assert.Equal("private\n", (await skill.RunAsync("notes-list")).Expect(0).Output);
    }

    // The owner's store is closed to strangers. A skill can carry its programs.
    private static async Task CarryProgramsAsync(SkillSandbox skill)
    {
        var (executor, host) = (Path.GetDirectoryName(skill.Programs[0])!, Path.GetDirectoryName(skill.Programs[1])!);
        (await skill.ShellAsync($"""
            mkdir -p '{skill.Folder}/prebuilt/executors' '{skill.Folder}/prebuilt/hosts' &&
            cp -r '{executor}' '{skill.Folder}/prebuilt/executors' && cp -r '{host}' '{skill.Folder}/prebuilt/hosts' &&
            chmod -R a+rX '{skill.Folder}/prebuilt'
            """)).Expect(0);
    }

    private async Task<SkillSandbox> OpenToAllButTheRuntimeDirectoryAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "only root can become another user");
        var skill = await skills.OpenFaultAsync();
        File.SetUnixFileMode(Path.GetDirectoryName(skill.Folder)!, (UnixFileMode)0x1ED);
        var ready = await AsStrangerAsync(skill, "--", Built.FaultServer, "exit-at-once");
        if (ready.ExitCode != 1)
        {
            await skill.DisposeAsync();
            Assert.Skip($"another user cannot run the test server here: {ready.Error}");
        }

        File.Delete(skill.Journal);
        return skill;
    }

    private static Task<Ran> AsStrangerAsync(SkillSandbox skill, params string[] command) =>
        skill.ProgramAsync(Built.Surroundings, ["--user", Stranger, .. command]);
}
