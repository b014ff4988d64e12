using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary><c>mcpgen scaffold</c> makes a whole skill or nothing.</summary>
public sealed class ScaffoldTests(SkillLibrary skills) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scaffold-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sample_is_scaffolded_and_called_twice_with_nothing_else_installed()
    {
        var variables = new Dictionary<string, string?> { ["MCP_SKILL_RUNTIME_DIR"] = Path.Combine(_folder, "run") };

        var ran = (await Ran.ProgramAsync(Built.Mcpgen, ["scaffold", "--sample", "-o", _folder], _folder, variables)).Expect(0);

        var skill = Assert.Single(Directory.GetDirectories(_folder), static folder => File.Exists(Path.Combine(folder, "SKILL.md")));
        var executor = Path.Combine(skill, "scripts", Path.GetFileName(skill));
        var status = (await Ran.ProgramAsync(executor, ["status", "--json"], variables: variables)).Expect(0).Output;
        Assert.Equal(1, (int)JsonNode.Parse(status)!["serverLaunches"]!);
        Assert.Contains("ms", ran.Output + ran.Error, StringComparison.Ordinal);
        (await Ran.ProgramAsync(executor, ["stop"], variables: variables)).Expect(0);
    }

    [Fact]
    public async Task A_skill_is_whole_and_holds_no_build_leftovers()
    {
        await using var skill = await skills.OpenEverythingAsync();

        foreach (var file in new[] { "SKILL.md", "mcp-config.json", "mcp-catalog.json", "scripts/everything", "scripts/everything.cmd", "scripts/everything.key", "executor/everything.csproj", "executor/Program.cs", "executor/restore.proj", "references/echo.md" })
        {
            Assert.True(File.Exists(Path.Combine(skill.Folder, file)), $"{file} is missing");
        }

        Assert.DoesNotContain(
            Directory.GetDirectories(skill.Folder, "*", SearchOption.AllDirectories),
            static folder => Path.GetFileName(folder) is "bin" or "obj");
    }

    [Fact]
    public async Task A_copied_skill_still_works_and_lists_without_a_server()
    {
        await using var skill = await skills.OpenEverythingAsync(static config => config["command"] = "no-such-command-anywhere");

        Assert.Contains("echo", (await skill.RunAsync("list")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("echo", (string)JsonNode.Parse((await skill.RunAsync("describe", "echo")).Expect(0).Output)!["name"]!);
    }

    [Fact]
    public async Task Without_a_linker_the_executor_is_compiled_ReadyToRun_and_the_user_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the linker is not looked for on PATH.");
        var config = WriteConfig(new JsonObject { ["name"] = "plain", ["command"] = Built.FaultServer }.ToJsonString());
        var variables = new Dictionary<string, string?> { ["PATH"] = PathWithoutLinker(), ["MCP_SKILL_RUNTIME_DIR"] = Path.Combine(_folder, "run") };

        var ran = (await Ran.ProgramAsync(Built.Mcpgen, ["scaffold", config, "-o", _folder], _folder, variables)).Expect(0);

        Assert.Contains("ReadyToRun", ran.Error, StringComparison.Ordinal);
        Assert.Contains("There is no C linker (clang or gcc) on PATH", ran.Error, StringComparison.Ordinal);
        var executor = Path.Combine(_folder, "plain", "scripts", "plain");
        Assert.Equal("hi\n", (await Ran.ProgramAsync(executor, ["echo", "--message", "hi"], variables: variables)).Expect(0).Output);
        (await Ran.ProgramAsync(executor, ["stop"], variables: variables)).Expect(0);
    }

    [Fact]
    public async Task Scaffolding_again_builds_only_what_has_changed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the linker is not looked for on PATH.");
        var config = WriteConfig(new JsonObject { ["name"] = "kept", ["command"] = Built.FaultServer }.ToJsonString());
        var variables = new Dictionary<string, string?> { ["PATH"] = PathWithoutLinker(), ["MCP_SKILL_RUNTIME_DIR"] = Path.Combine(_folder, "run") };
        var skill = Path.Combine(_folder, "kept");
        async Task<(string Key, string Told)> ScaffoldAsync()
        {
            var ran = (await Ran.ProgramAsync(Built.Mcpgen, ["scaffold", config, "-o", _folder], _folder, variables)).Expect(0);
            return (await File.ReadAllTextAsync(Path.Combine(skill, "scripts", "kept.key"), TestContext.Current.CancellationToken), ran.Error);
        }

        var first = await ScaffoldAsync();
        var again = await ScaffoldAsync();
        await File.AppendAllTextAsync(Path.Combine(skill, "executor", "Program.cs"), "// A developer was here.\n", TestContext.Current.CancellationToken);
        var changed = await ScaffoldAsync();

        Assert.Equal(first.Key, again.Key);
        Assert.Contains("Kept the executor", again.Told, StringComparison.Ordinal);
        Assert.NotEqual(again.Key, changed.Key);
        Assert.DoesNotContain("Kept the executor", changed.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_config_file() =>
        await AssertNothingWrittenAsync("no-such-config.json", exitCode: 3, "no-such-config.json");

    [Fact]
    public async Task Config_that_is_not_JSON() =>
        await AssertNothingWrittenAsync(WriteConfig("{ \"command\": "), exitCode: 3, "not JSON");

    [Fact]
    public async Task Config_without_a_command() =>
        await AssertNothingWrittenAsync(WriteConfig("{}"), exitCode: 3, "neither \"command\" nor \"url\"");

    [Fact]
    public async Task Command_that_does_not_exist() =>
        await AssertNothingWrittenAsync(WriteConfig("""{"name":"x","command":"no-such-command-anywhere"}"""), exitCode: 3, "no-such-command-anywhere");

    [Fact]
    public async Task Server_that_exits_at_once() =>
        await AssertNothingWrittenAsync(
            WriteConfig(new JsonObject { ["name"] = "x", ["command"] = Built.FaultServer, ["args"] = new JsonArray("exit-at-once") }.ToJsonString()),
            exitCode: 4, "the licence file is missing");

    [Fact]
    public async Task Missing_variable() =>
        await AssertNothingWrittenAsync(WriteConfig("""{"name":"x","command":"cat","args":["${NO_SUCH_VARIABLE}"]}"""), exitCode: 3, "NO_SUCH_VARIABLE");

    // The programs that a build needs, and no compiler beside them.
    private string PathWithoutLinker()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (var program in new[] { "dotnet", "sh", "chmod", "rm", "mv", "ln", "ls", "env", "sed", "grep", "sleep", "uname", "mkdir", "readlink", "sha256sum", "shasum", "which" })
        {
            if (path.Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists) is { } found)
            {
                File.CreateSymbolicLink(Path.Combine(folder, program), File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found);
            }
        }

        return folder;
    }

    private string WriteConfig(string text)
    {
        var file = Path.Combine(_folder, "mcp-config.json");
        File.WriteAllText(file, text);
        return file;
    }

    private async Task AssertNothingWrittenAsync(string config, int exitCode, string message)
    {
        var output = Path.Combine(_folder, "skills");

        var ran = (await Ran.ProgramAsync(Built.Mcpgen, ["scaffold", config, "-o", output], _folder)).Expect(exitCode);

        Assert.Contains(message, ran.Output + ran.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(output) ? Directory.GetFileSystemEntries(output) : []);
    }
}
