using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>Callers that see another machine than the one before them: containers, sandboxes, a skill that is copied anew.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SandboxTests(SkillLibrary skills)
{
    // No program of .NET starts without /proc but one that is compiled ahead of time.
    private const string ServerOfAShell = """
        calls=0
        while IFS= read -r line; do
            id=$(printf %s "$line" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
            case $line in
                *'"initialize"'*) answer='"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}' ;;
                *'"tools/list"'*) answer='"result":{"tools":[]}' ;;
                *'"tools/call"'*) calls=$((calls + 1)); answer="\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"hello $calls\"}]}" ;;
                *) answer='"error":{"code":-32601,"message":"Method not found"}' ;;
            esac
            [ -z "$id" ] || printf '{"jsonrpc":"2.0","id":%s,%s}\n' "$id" "$answer"
        done
        """;

    [Fact]
    public async Task A_caller_in_another_network_namespace_gets_a_server_that_is_in_it()
    {
        await using var skill = await skills.OpenFaultAsync();
        var outside = (await skill.RunAsync("pid")).Expect(0).Output;

        var ran = await UnshareAsync(skill, "--net", """readlink /proc/self/ns/net; "$SKILL" pid""");

        var lines = ran.Expect(0).Output.Split('\n');
        Assert.NotEqual(outside.Trim(), lines[1]);
        Assert.Equal(lines[0], new FileInfo($"/proc/{lines[1]}/ns/net").LinkTarget);
        Assert.NotEqual(lines[1], (await skill.RunAsync("pid")).Expect(0).Output.Trim());
    }

    [Fact]
    public async Task Callers_of_one_network_namespace_share_a_server()
    {
        await using var skill = await skills.OpenFaultAsync();

        var ran = await UnshareAsync(skill, "--net", "$SKILL pid; unshare --map-root-user --mount $SKILL pid");

        var lines = ran.Expect(0).Output.Split('\n');
        Assert.Equal(lines[0], lines[1]);
    }

    [Theory]
    [InlineData("mount -t tmpfs none /proc")]
    [InlineData("""
        mount -t tmpfs none "$ROOT" && for place in /*; do
            if [ -h "$place" ]; then cp -P "$place" "$ROOT/"; elif [ -d "$place" ] && [ "$place" != /proc ]; then mkdir "$ROOT$place" && mount --rbind "$place" "$ROOT$place"; fi
        done && enter="chroot $ROOT"
        """)]
    public async Task Without_proc_a_skill_works_and_nothing_of_it_is_left(string hide)
    {
        await using var skill = await skills.OpenFaultAsync(static config =>
        {
            config["command"] = "/bin/sh";
            config["args"] = new JsonArray("-c", ServerOfAShell);
        });
        skill.SetVariable("ROOT", skill.Scratch);

        var ran = await UnshareAsync(skill, "--mount", $$"""
            enter=
            { {{hide}}
            } || exit 99
            $enter test ! -e /proc/self || exit 99
            $enter "$SKILL" echo --message hi && $enter "$SKILL" echo --message hi && $enter "$SKILL" status && $enter "$SKILL" stop
            """);

        Assert.StartsWith("hello 1\nhello 2\n", ran.Expect(0).Output, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => skill.LivingProcesses().Count == 0, "host and server are gone");
    }

    [Fact]
    public async Task A_skill_that_is_copied_over_itself_between_calls_keeps_its_server()
    {
        await using var skill = await skills.OpenFaultAsync();
        var twin = Path.Combine(skill.Scratch, "twin");
        (await skill.ProgramAsync("cp", "-r", skill.Folder, twin)).Expect(0);
        var pid = (await skill.RunAsync("pid")).Expect(0).Output;

        (await skill.ProgramAsync("cp", "-r", twin + "/.", skill.Folder)).Expect(0);
        var ran = (await skill.RunAsync("pid")).Expect(0);

        Assert.Equal((pid, ""), (ran.Output, ran.Error));
    }

    private static async Task<Ran> UnshareAsync(SkillSandbox skill, string what, string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/unshare"), "needs unshare(1)");
        var ran = await skill.ProgramAsync("/usr/bin/unshare", "--map-root-user", what, "/bin/sh", "-c", script);
        Assert.SkipWhen(ran.Error.Contains("unshare:", StringComparison.Ordinal) || ran.ExitCode == 99, $"no namespaces here: {ran.Error}");
        return ran;
    }
}
