using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>Places where a program is not welcome. Each: it works, or says in one sentence why not.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SurroundingsTests(SkillLibrary skills)
{
    private const string Alone = "The server was started for this call only.";

    [Theory]
    [InlineData("--without-unix-sockets")]
    [InlineData("--without-connect")]
    public async Task Where_sockets_are_forbidden_each_call_has_a_server_of_its_own_and_says_so(string filter)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "seccomp");
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.ProgramAsync(Built.Surroundings, filter, "--", skill.Executor, "echo", "--message", "hi")).Expect(0);

        Assert.Equal("hi\n", ran.Output);
        Assert.Equal($"note: Sockets are not permitted here. {Alone}\n", ran.Error);
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "nothing outlives the call");
    }

    [Fact]
    public async Task A_file_in_the_runtime_directorys_place_costs_keep_alive_and_not_the_call()
    {
        await using var skill = await skills.OpenFaultAsync();
        await File.WriteAllTextAsync(skill.RuntimeFolder, "", TestContext.Current.CancellationToken);
        await AnsweredAloneAsync(skill, skill.RuntimeFolder);
    }

    [Fact]
    public async Task A_link_in_the_runtime_directorys_place_is_not_followed()
    {
        await using var skill = await skills.OpenFaultAsync();
        Directory.CreateSymbolicLink(skill.RuntimeFolder, skill.Scratch);
        await AnsweredAloneAsync(skill, "is a symbolic link");
        Assert.Empty(Directory.GetFileSystemEntries(skill.Scratch));
    }

    [Fact]
    public async Task A_runtime_directory_that_cannot_be_written_costs_keep_alive_and_not_the_call()
    {
        await using var skill = await skills.OpenFaultAsync();
        Directory.CreateDirectory(skill.RuntimeFolder);
        File.SetUnixFileMode(skill.RuntimeFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // Root may write anywhere, but not to a file system that is mounted read-only.
        var ran = await InMountNamespaceAsync(skill, $"""
            mount --bind '{skill.RuntimeFolder}' '{skill.RuntimeFolder}' && mount -o remount,bind,ro '{skill.RuntimeFolder}' || exit 99
            "$SKILL" echo --message hi
            """);

        Assert.Equal("hi\n", ran.Expect(0).Output);
        Assert.Contains("Read-only file system", ran.Error, StringComparison.Ordinal);
        Assert.Contains(Alone, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_path_that_is_too_long_costs_keep_alive_and_not_the_call()
    {
        await using var skill = await skills.OpenFaultAsync();
        skill.SetVariable("MCP_SKILL_RUNTIME_DIR", Path.Combine(skill.Scratch, new string('x', 120)));
        await AnsweredAloneAsync(skill, "is longer than the system allows; set MCP_SKILL_RUNTIME_DIR to a shorter folder.");
    }

    [Fact]
    public async Task A_link_in_the_state_files_place_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        await using var skill = await skills.OpenFaultAsync();
        var precious = Path.Combine(skill.Scratch, "precious");
        await File.WriteAllTextAsync(precious, "precious", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(skill.Folder, ".mcp.pid"), precious);

        (await skill.RunAsync("pid")).Expect(0);

        Assert.Equal("precious", await File.ReadAllTextAsync(precious, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stale_socket_and_a_stale_pid_file_of_somebody_elses_process_harm_nobody()
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");
        await using var skill = await skills.OpenFaultAsync();
        using var bystander = System.Diagnostics.Process.Start("sleep", ["1000"]);
        try
        {
            (await skill.RunAsync("pid")).Expect(0);
            ProcessTable.Kill(Assert.Single(skill.Hosts()));
            await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "host and server are gone");
            Assert.True(File.Exists(Path.Combine(skill.InstanceFolder, "s")));
            await File.WriteAllTextAsync(Path.Combine(skill.Folder, ".mcp.pid"), $"{bystander.Id}\n{bystander.Id}\n", TestContext.Current.CancellationToken);

            (await skill.RunAsync("pid")).Expect(0);
            (await skill.RunAsync("stop")).Expect(0);

            Assert.False(bystander.HasExited);
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Theory]
    [InlineData("a file")]
    [InlineData("a folder")]
    public async Task What_stands_in_the_sockets_place_is_replaced_or_said(string what)
    {
        await using var skill = await skills.OpenFaultAsync();
        (await skill.RunAsync("pid")).Expect(0);
        var socket = Path.Combine(skill.InstanceFolder, "s");
        (await skill.RunAsync("stop")).Expect(0);
        await Eventually.TrueAsync(() => !File.Exists(socket), "the socket is gone");
        if (what == "a file")
        {
            await File.WriteAllTextAsync(socket, "", TestContext.Current.CancellationToken);
            (await skill.RunAsync("pid")).Expect(0);
            Assert.NotNull(await skill.StatusAsync());
        }
        else
        {
            Directory.CreateDirectory(socket);
            await AnsweredAloneAsync(skill, $"The socket '{socket}' could not be bound");
        }
    }

    [Fact]
    public async Task A_read_only_skill_folder_is_kept_alive_all_the_same()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = await InMountNamespaceAsync(skill, $"""
            mount --bind '{skill.Folder}' '{skill.Folder}' && mount -o remount,bind,ro '{skill.Folder}' || exit 99
            "$SKILL" pid && "$SKILL" pid
            status=$?
            "$SKILL" stop --quiet > /dev/null
            exit $status
            """);

        var servers = ran.Expect(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, servers.Length);
        Assert.Single(servers.Distinct());
        Assert.Equal("", ran.Error);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task A_disk_without_room_for_the_runtime_directory_costs_keep_alive_at_most(int files)
    {
        await using var skill = await skills.OpenFaultAsync();
        var disk = skill.Scratch;
        skill.SetVariable("MCP_SKILL_RUNTIME_DIR", Path.Combine(disk, "run"));

        // So many files fit, the disk's own root among them: the next one does not, whichever it is; and no byte of any.
        var ran = await InMountNamespaceAsync(skill, $"""
            mount -t tmpfs -o size=4k,nr_inodes={files} none '{disk}' || exit 99
            "$SKILL" echo --message one && "$SKILL" echo --message two
            status=$?
            "$SKILL" stop --quiet > /dev/null
            exit $status
            """);

        Assert.Equal("one\ntwo\n", ran.Expect(0).Output);
        Assert.Equal(skill.JournalLines("launch").Count == 2 ? 2 : 0, ran.Error.Split(Alone).Length - 1);
    }

    [Fact]
    public async Task A_full_disk_below_the_skill_costs_nothing()
    {
        await using var skill = await skills.OpenFaultAsync();
        var disk = skill.Scratch;

        var ran = await InMountNamespaceAsync(skill, $"""
            mount -t tmpfs -o size=64m none '{disk}' && cp -r '{skill.Folder}' '{disk}/skill' || exit 99
            cat /dev/zero > '{disk}/fill' 2> /dev/null
            SKILL='{disk}/skill/scripts/{Path.GetFileName(skill.Executor)}'
            "$SKILL" pid && "$SKILL" pid
            status=$?
            "$SKILL" stop --quiet > /dev/null
            exit $status
            """);

        Assert.Single(ran.Expect(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());
        Assert.Equal("", ran.Error);
    }

    [Fact]
    public async Task A_full_disk_below_the_output_file_is_said_with_the_tool_having_run()
    {
        await using var skill = await skills.OpenFaultAsync();
        var disk = skill.Scratch;

        var ran = await InMountNamespaceAsync(skill, $"""
            mount -t tmpfs -o size=4k none '{disk}' || exit 99
            "$SKILL" big --bytes 100000 --output '{disk}/result'
            """);

        ran.Expect(3);
        Assert.Equal("", ran.Output);
        Assert.Contains("The tool ran, but its output could not be saved", ran.Error, StringComparison.Ordinal);
        Assert.Contains("Name another place with --output FILE.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_below_standard_output_is_said()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.ShellAsync("\"$SKILL\" echo --message hi > /dev/full")).Expect(3);

        Assert.Contains("The result could not be written to standard output: No space left on device", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0<&-", 0, "hi\n", "")]
    [InlineData("1>&-", 3, "", "The result could not be written to standard output: Bad file descriptor")]
    [InlineData("2>&-", 0, "hi\n", "")]
    [InlineData("0<&- 2>&-", 0, "hi\n", "")]
    [InlineData("0<&- 1>&- 2>&-", 3, "", "")]
    public async Task Closed_standard_streams_take_nothing_but_what_would_be_written_to_them(string closed, int exitCode, string output, string error)
    {
        await using var skill = await skills.OpenFaultAsync();

        // Cold, warm, and with a host of its own; with words on standard error in between.
        foreach (var command in new[] { "echo --message hi", "echo --message hi", "echo --message hi --no-keep-alive" })
        {
            var ran = (await skill.ShellAsync($"\"$SKILL\" {command} {closed}")).Expect(exitCode);
            Assert.Equal(output, ran.Output);
            Assert.Contains(error, ran.Error, StringComparison.Ordinal);
        }

        Assert.Equal(exitCode == 0 ? "done\n" : "", (await skill.ShellAsync($"\"$SKILL\" progress --steps 20 {closed}")).Expect(exitCode).Output);
        (await skill.RunAsync("echo", "--message", "still the same host")).Expect(0);
        Assert.Equal(2, skill.JournalLines("launch").Count);
    }

    [Fact]
    public async Task Five_thousand_inherited_descriptors_reach_neither_host_nor_server()
    {
        Assert.SkipUnless(ProcessTable.CanBeRead, "needs /proc");
        await using var skill = await skills.OpenFaultAsync();

        var ran = (await skill.ProgramAsync(Built.Surroundings, "--descriptors", "5000", "--", skill.Executor, "descriptors")).Expect(0);

        Assert.InRange(int.Parse(ran.Output, System.Globalization.CultureInfo.InvariantCulture), 3, 200);
        Assert.InRange(Directory.GetFileSystemEntries($"/proc/{Assert.Single(skill.Hosts())}/fd").Length, 3, 200);
        var alone = (await skill.ProgramAsync(Built.Surroundings, "--descriptors", "5000", "--", skill.Executor, "descriptors", "--no-keep-alive")).Expect(0);
        Assert.InRange(int.Parse(alone.Output, System.Globalization.CultureInfo.InvariantCulture), 3, 200);
    }

    [Fact]
    public async Task A_very_long_path_and_environment_are_carried_along()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["command"] = "fault-server");
        var entries = string.Concat(Enumerable.Range(0, 4000).Select(static i => $"/nonexistent/{i:D8}:"));
        skill.SetVariable("PATH", entries + Path.GetDirectoryName(Built.FaultServer) + ":" + Environment.GetEnvironmentVariable("PATH"));
        for (var i = 0; i < 10; i++)
        {
            skill.SetVariable($"LC_FILLER_{i}", new string('x', 100_000));
        }

        Assert.Equal("hi\n", (await skill.RunAsync("echo", "--message", "hi")).Expect(0).Output);
    }

    [Theory]
    [InlineData("skill")]
    [InlineData("workspace")]
    public async Task A_current_folder_that_was_deleted_is_no_obstacle(string scope)
    {
        await using var skill = await skills.OpenFaultAsync(config => config["scope"] = scope);
        var gone = Path.Combine(skill.Scratch, "gone");

        var ran = await skill.ShellAsync($"mkdir '{gone}' && cd '{gone}' && rmdir '{gone}' && \"$SKILL\" echo --message hi");

        if (scope == "skill")
        {
            Assert.Equal("hi\n", ran.Expect(0).Output);
        }
        else
        {
            // There is no workspace to be in.
            Assert.Contains("current folder", ran.Expect(3).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_HOME_and_XDG_RUNTIME_DIR_the_runtime_directory_is_below_tmp()
    {
        await using var skill = await skills.OpenFaultAsync(static config => config["keep_alive"] = new JsonObject { ["timeout"] = 0.5 });

        var ran = await skill.ShellAsync("unset HOME XDG_RUNTIME_DIR MCP_SKILL_RUNTIME_DIR; \"$SKILL\" pid; \"$SKILL\" status");

        Assert.Contains("ready", ran.Expect(0).Output, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "host and server have retired");
    }

    private static async Task AnsweredAloneAsync(SkillSandbox skill, string reason)
    {
        var ran = (await skill.RunAsync("echo", "--message", "hi")).Expect(0);
        Assert.Equal("hi\n", ran.Output);
        Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
        Assert.EndsWith($" {Alone}\n", ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "nothing outlives the call");
    }

    /// <summary>Runs a script that may mount what it likes; it is skipped where that is not allowed.</summary>
    private static async Task<Ran> InMountNamespaceAsync(SkillSandbox skill, string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/unshare"), "needs unshare(1)");
        var ran = await skill.ProgramAsync("/usr/bin/unshare", "--map-root-user", "--mount", "/bin/sh", "-c", script);
        Assert.SkipWhen(ran.Error.Contains("unshare", StringComparison.Ordinal) || ran.ExitCode == 99, $"no mounting here: {ran.Error}");
        return ran;
    }
}
