using System.Runtime.InteropServices;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.FastPath;

/// <summary>
/// What makes a warm call fast, counted and not timed: threads, files, system calls. A number here that grows is a
/// decision; one that shrinks is to be written down.
/// </summary>
public sealed class FastPathTests(SkillLibrary library)
{
    // What a warm call makes beyond a command without a server: reads the config for its fingerprint, looks at the files that
    // make a host stale (one fewer where the host is native), and has one conversation. The answer may come in one piece or in three.
    // The second file is /dev/urandom: System.Text.Json seeds a pool's hash when it reads its first text, and .NET the hash of
    // texts, which makes two reads. A command without a server reads no JSON.
    private static readonly Dictionary<string, int> WarmCall = new()
    {
        [SystemCallKind.Open] = 2,
        ["look at a file"] = 8,
        ["read"] = 5,
        ["write"] = 1,
        ["lock a file"] = 2,
        ["make a socket"] = 1,
        ["connect"] = 1,
        ["socket option"] = 3,
        ["terminal"] = 1,
    };

    [Fact]
    public async Task Warm_call_starts_no_thread_opens_only_the_config_and_makes_no_system_call_that_is_not_recorded()
    {
        Assert.SkipUnless(SystemCallKind.IsKnownHere, "System calls are told and known on Linux, x64 and arm64.");
        await using var skill = await library.OpenSampleAsync();
        (await skill.RunAsync("list-notes")).Expect(0);

        var list = Trace(skill, "list");
        var call = Trace(skill, "list-notes");

        Assert.Equal(Count(list, SystemCallKind.Start), Count(call, SystemCallKind.Start));
        Assert.Equal([Path.Combine(skill.Folder, "mcp-config.json")], OpenedBySkill(call, skill));
        var (listOwn, callOwn) = (AfterStart(list), AfterStart(call));
        var found = SystemCallKind.All.Select(
            kind => (Kind: kind, More: Count(callOwn, kind) - Count(listOwn, kind), Recorded: WarmCall.GetValueOrDefault(kind)));
        var news = found.Where(static kind => kind.More > kind.Recorded)
            .Select(kind => $"{kind.Kind}: {kind.More}, recorded {kind.Recorded}: {string.Join(", ", call.Where(made => made.Kind == kind.Kind).TakeLast(kind.More))}");
        Assert.True(!news.Any(), $"A warm call does more than it did:\n{string.Join('\n', news)}\nAll of it:\n{string.Join('\n', call)}");
    }

    [Fact]
    public async Task Launcher_starts_no_process_and_opens_only_itself_the_key_and_the_note()
    {
        Assert.SkipUnless(SystemCallKind.IsKnownHere, "System calls are told and known on Linux, x64 and arm64.");
        await using var skill = await library.OpenSampleAsync();
        (await skill.RunAsync("list")).Expect(0);

        var direct = Trace(skill, "list");
        var launched = Trace(skill.Executor, skill, "list");

        Assert.Equal(Count(direct, SystemCallKind.Start), Count(launched, SystemCallKind.Start));
        var key = Path.Combine(skill.Folder, "scripts", "notes-sample.key");
        Assert.Equal([skill.Executor, key], OpenedBySkill(launched, skill));
    }

    [Fact]
    public async Task Command_without_a_server_starts_no_thread_but_the_collectors_reads_nothing_of_the_skill_and_makes_no_socket()
    {
        Assert.SkipUnless(SystemCallKind.IsKnownHere, "System calls are told and known on Linux, x64 and arm64.");
        await using var skill = await library.OpenSampleAsync();

        (await skill.RunAsync("list")).Expect(0);
        foreach (var arguments in (string[][])[["list"], ["describe", "list-notes"], ["add-note", "--help"]])
        {
            var made = Trace(skill, arguments);
            Assert.Equal(1, Count(made, SystemCallKind.Start));
            Assert.Empty(OpenedBySkill(made, skill));
            Assert.Equal(0, Count(made, "make a socket"));
            Assert.Equal(1, Count(made, "write"));
        }
    }

    // The sample's few tools; 50 ordinary ones weigh 0.1 MB more, and stay below 4.
    [Fact]
    public async Task Executor_takes_less_than_3_9_megabytes_of_disk()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture is Architecture.X64, "Sizes are recorded on Linux, x64.");
        await using var skill = await library.OpenSampleAsync();

        (await skill.RunAsync("list")).Expect(0);
        Assert.InRange(new FileInfo(skill.Programs[0]).Length, 1, 3_900_000);
    }

    [Fact]
    public async Task Call_without_keep_alive_starts_its_host_and_a_thread_that_hears_it_and_nothing_else()
    {
        Assert.SkipUnless(SystemCallKind.IsKnownHere, "System calls are told and known on Linux, x64 and arm64.");
        await using var skill = await library.OpenSampleAsync();
        (await skill.RunAsync("list")).Expect(0);

        var list = Trace(skill, "list");
        var call = Trace(skill, "list-notes", "--no-keep-alive");

        Assert.Equal(Count(list, SystemCallKind.Start) + 2, Count(call, SystemCallKind.Start));
        Assert.Equal(0, Count(call, "make a socket"));
    }

    [Fact]
    public async Task Host_starts_its_servers_guard_before_any_thread_and_the_guard_the_server()
    {
        Assert.SkipUnless(SystemCallKind.IsKnownHere, "System calls are told and known on Linux, x64 and arm64.");
        await using var skill = await library.OpenSampleAsync();
        (await skill.RunAsync("list")).Expect(0);
        var program = skill.Programs[1];
        const int CollectorsThread = 1;

        // The three pipes are the guard's. The guard's own first one is .NET's, for signals.
        var host = Trace(program, skill, "serve", "--skill", skill.Folder, "--stdio");
        skill.SetVariable("MCP_SKILL_COMMAND_0", "/bin/true");
        var guard = Trace(program, skill, "guard", "--of", $"{Environment.ProcessId}", "--in", skill.Folder);

        Assert.Equal(CollectorsThread, Before(host, 3, "pipe").Count(static made => made.Kind == SystemCallKind.Start));
        Assert.Equal(CollectorsThread + 1, Before(guard, 1, "pipe").Count(static made => made.Kind == SystemCallKind.Start));
    }

    /// <summary>What the executor did once it had found its own file: .NET's start reads the map of memory in pieces of varying number.</summary>
    private static IReadOnlyList<SystemCall> AfterStart(IReadOnlyList<SystemCall> made)
    {
        var last = made.ToList().FindLastIndex(static call => call.Kind == "follow a link");
        Assert.True(last >= 0, $"No link is followed in:\n{string.Join('\n', made)}");
        return [.. made.Skip(last + 1)];
    }

    /// <summary>What was done before so many calls of a kind had been made.</summary>
    private static IEnumerable<SystemCall> Before(IReadOnlyList<SystemCall> made, int count, string kind)
    {
        Assert.True(Count(made, kind) >= count, $"There is no '{kind}' of number {count} in:\n{string.Join('\n', made)}");
        return made.TakeWhile(call => call.Kind != kind || --count > 0);
    }

    // What the launcher becomes; LauncherTests has what it does before that.
    private static IReadOnlyList<SystemCall> Trace(SkillSandbox skill, params string[] arguments) =>
        Trace(skill.Programs[0], skill, ["--in-skill", skill.Folder, skill.Programs[1], .. arguments]);

    private static IReadOnlyList<SystemCall> Trace(string program, SkillSandbox skill, params string[] arguments)
    {
        var made = SystemCallTrace.Of(program, arguments, skill.Variables);
        Assert.SkipWhen(made is null, "This system does not let a process trace its child (ptrace).");
        return made!;
    }

    private static int Count(IReadOnlyList<SystemCall> made, string kind) => made.Count(call => call.Kind == kind);

    private static IEnumerable<string> OpenedBySkill(IReadOnlyList<SystemCall> made, SkillSandbox skill) =>
        made.Where(call => call.Kind == SystemCallKind.Open && call.Path!.StartsWith(skill.Root, StringComparison.Ordinal)).Select(static call => call.Path!);
}
