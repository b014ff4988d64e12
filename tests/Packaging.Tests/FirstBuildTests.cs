using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using Packaging.Tests.Support;

namespace Packaging.Tests;

/// <summary>The first <c>dotnet build</c> after <c>dotnet new mcp-skill</c>, on a machine that never saw the repository.</summary>
public sealed class FirstBuildTests(FreshMachine machine)
{
    // Nothing listens on port 9: whoever wants the network is refused at once.
    private static readonly Dictionary<string, string?> Offline = new() { ["http_proxy"] = "http://127.0.0.1:9", ["https_proxy"] = "http://127.0.0.1:9", ["no_proxy"] = "" };

    [Fact]
    public async Task A_server_from_npm_is_called_asked_again_when_wanted_and_needed_by_no_other_build()
    {
        var script = await NodeServers.ScriptAsync("server-everything");
        var skill = await machine.NewSkillAsync(machine.CreateFolder(), "everything", "--command", "node", "--args", $"'{script}' stdio");

        Assert.Contains("ReadyToRun", (await machine.BuildAsync(skill)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("hi", (await machine.ExecutorAsync(skill, "echo", "--message", "hi")).Expect(0).Output, StringComparison.Ordinal);
        (await machine.ExecutorAsync(skill, "stop")).Expect(0);

        // Without a catalog the server is asked once more, and what a person wrote survives.
        var page = skill.PathOf("references/echo.md");
        await File.AppendAllTextAsync(page, "\n<!-- mcpgen:keep -->\nOurs.\n<!-- /mcpgen:keep -->\n", TestContext.Current.CancellationToken);
        File.Delete(skill.PathOf("mcp-catalog.json"));
        (await machine.BuildAsync(skill)).Expect(0);
        Assert.Contains("Ours.", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Everything of the build is gone, and so are the server and the network; the catalog is all that is needed.
        skill.Configure(static config => config["command"] = "no-such-command-anywhere");
        Directory.Delete(Path.Combine(machine.Store, "executors"), recursive: true);
        Directory.Delete(skill.PathOf("executor/obj"), recursive: true);
        (await machine.BuildAsync(skill, variables: Offline)).Expect(0);
        Assert.Contains("echo", (await machine.ExecutorAsync(skill, "list")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stops_the_server_stops_the_build()
    {
        var skill = await machine.NewSkillAsync(machine.CreateFolder(), "fault", "--command", "no-such-command-anywhere");
        await AssertBrokenAsync(skill, "MSG0101", "no-such-command-anywhere");

        skill.Configure(static config => config["command"] = "${NO_SUCH_VARIABLE}");
        await AssertBrokenAsync(skill, "MSG0101", "NO_SUCH_VARIABLE");

        skill.Configure(static config => (config["command"], config["args"]) = (Built.FaultServer, new JsonArray("exit-at-once")));
        await AssertBrokenAsync(skill, "MSG0102", "the licence file is missing");
    }

    [Fact]
    public async Task A_secret_that_was_typed_ends_in_a_file_that_only_its_owner_reads_even_where_the_server_fails()
    {
        const string Secret = "not-a-real-key-42";
        var skill = await machine.NewSkillAsync(machine.CreateFolder(), "fault", "--command", Built.FaultServer, "--args", $"exit-at-once --api-key {Secret}");

        var output = await AssertBrokenAsync(skill, "MSG0102", "mcp-config.json : warning MSG0105: Moved the secret in args[2] to .env");

        Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
        Assert.Equal("${FAULT_API_KEY}", (string?)skill.Config["args"]![2]);
        Assert.Equal([".env"], skill.FilesWith(Secret));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(skill.PathOf(".env")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private async Task<string> AssertBrokenAsync(NewSkill skill, string id, string words)
    {
        var ran = await machine.BuildAsync(skill);

        Assert.NotEqual(0, ran.ExitCode);
        Assert.Contains($"error {id}", ran.Output, StringComparison.Ordinal);
        Assert.Contains(words, ran.Output, StringComparison.Ordinal);
        string[] made = ["SKILL.md", "mcp-catalog.json", "references", "scripts/fault.key"];
        Assert.DoesNotContain(made, name => Path.Exists(skill.PathOf(name)));
        return ran.Output;
    }
}
