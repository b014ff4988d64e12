using System.Text;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using McpSkillGen.Schema.Naming;
using Packaging.Tests.Support;

namespace Packaging.Tests;

/// <summary><c>dotnet new mcp-skill</c> and the first <c>dotnet build</c>, on a machine that never saw the repository.</summary>
public sealed class TemplateTests(FreshMachine machine)
{
    // The build's own entry, which mcpgen needs none of.
    private static readonly string[] OnlyInTemplate = ["notes.slnx"];

    // Port 9 discards, and nothing listens there: whoever wants the network is refused at once.
    private static readonly Dictionary<string, string?> Offline = new() { ["HTTP_PROXY"] = "http://127.0.0.1:9", ["HTTPS_PROXY"] = "http://127.0.0.1:9", ["NO_PROXY"] = "" };

    [Fact]
    public async Task The_first_build_makes_what_mcpgen_scaffold_makes()
    {
        var folder = machine.CreateFolder();
        (await machine.NewAsync(folder, "mcp-skill", "-n", "notes", "--command", machine.Mcpgen, "--args", "sample-server", "--skipRestore")).Expect(0);
        var skill = Path.Combine(folder, "notes");

        var built = (await machine.BuildAsync(skill, isNative: true)).Expect(0);
        (await machine.McpgenAsync(folder, "scaffold", "-o", "scaffolded", "--name", "notes", "--", machine.Mcpgen, "sample-server")).Expect(0);

        Assert.Contains("asking its server what it offers", built.Output, StringComparison.Ordinal);
        var (made, scaffolded) = (Texts(skill), Texts(Path.Combine(folder, "scaffolded", "notes")));
        Assert.Equal(scaffolded.Keys.Concat(OnlyInTemplate).Order(StringComparer.Ordinal), made.Keys);
        made["mcp-config.json"] = WithoutTimeout(made["mcp-config.json"]);
        scaffolded["mcp-config.json"] = WithoutTimeout(scaffolded["mcp-config.json"]);
        Assert.All(scaffolded, file => Assert.Equal(file.Value, made[file.Key]));
        Assert.Contains("Added note 1", (await machine.ExecutorAsync(skill, "add-note", "--text", "hello")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("hello", (await machine.ExecutorAsync(skill, "list-notes")).Expect(0).Output, StringComparison.Ordinal);
        (await machine.McpgenAsync(folder, "validate", skill)).Expect(0);
        (await machine.ExecutorAsync(skill, "stop")).Expect(0);
    }

    [Fact]
    public async Task A_server_from_npm_is_built_called_and_built_again_without_being_started()
    {
        var script = await NodeServers.ScriptAsync("server-everything");
        var folder = machine.CreateFolder();
        (await machine.NewAsync(folder, "mcp-skill", "-n", "everything", "--command", "node", "--args", $"'{script}' stdio", "--skipRestore")).Expect(0);
        var skill = Path.Combine(folder, "everything");

        var built = (await machine.BuildAsync(skill)).Expect(0);
        Assert.Contains("ReadyToRun", built.Output, StringComparison.Ordinal);
        Assert.Contains("hi", (await machine.ExecutorAsync(skill, "echo", "--message", "hi")).Expect(0).Output, StringComparison.Ordinal);
        (await machine.ExecutorAsync(skill, "stop")).Expect(0);

        // Everything of the build is gone, and so are the server and the network; the catalog is all that is needed.
        Configure(skill, static config => config["command"] = "no-such-command-anywhere");
        Directory.Delete(Path.Combine(skill, "scripts"), recursive: true);
        Directory.Delete(Path.Combine(skill, "executor", "obj"), recursive: true);
        (await machine.BuildAsync(skill, variables: Offline)).Expect(0);
        Assert.Contains("echo", (await machine.ExecutorAsync(skill, "list")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stops_the_server_stops_the_build()
    {
        var folder = machine.CreateFolder();
        (await machine.NewAsync(folder, "mcp-skill", "-n", "fault", "--command", "no-such-command-anywhere", "--skipRestore")).Expect(0);
        var skill = Path.Combine(folder, "fault");
        await AssertBrokenAsync(skill, "MSG0101", "no-such-command-anywhere");

        Configure(skill, static config => config["command"] = "${NO_SUCH_VARIABLE}");
        await AssertBrokenAsync(skill, "MSG0101", "NO_SUCH_VARIABLE");

        Configure(skill, static config => (config["command"], config["args"]) = (Built.FaultServer, new JsonArray("exit-at-once")));
        await AssertBrokenAsync(skill, "MSG0102", "the licence file is missing");
    }

    [Fact]
    public async Task Secrets_that_were_typed_end_in_a_file_that_only_their_owner_reads_and_what_a_person_wrote_survives()
    {
        const string Secret = "not-a-real-key-42";
        var folder = machine.CreateFolder();
        (await machine.NewAsync(folder, "mcp-skill", "-n", "fault", "--command", Built.FaultServer, "--args", $"--api-key {Secret}", "--skipRestore")).Expect(0);
        var skill = Path.Combine(folder, "fault");

        var built = (await machine.BuildAsync(skill)).Expect(0);
        Assert.Contains("mcp-config.json : warning MSG0105: Moved the secret in args[1]", built.Output, StringComparison.Ordinal);
        Assert.Equal("${FAULT_API_KEY}", (string?)Config(skill)["args"]![1]);
        Assert.Equal([".env"], FilesWith(skill, Secret));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(skill, ".env")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        (await machine.ExecutorAsync(skill, "echo", "--message", "hi", "--no-keep-alive")).Expect(0);

        var page = Path.Combine(skill, "references", "echo.md");
        await File.AppendAllTextAsync(page, "\n<!-- mcpgen:keep -->\nOurs.\n<!-- /mcpgen:keep -->\n", TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(skill, "mcp-catalog.json"));
        Assert.DoesNotContain("MSG0105", (await machine.BuildAsync(skill)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("Ours.", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_become_what_mcpgen_makes_of_them()
    {
        var folder = machine.CreateFolder();
        foreach (var name in new[] { "weather", "Foo.Bar_baz", "3d-print", "a-3d", "weather2go", "my-skill", "x2y-10-20", "GitHubMCP" })
        {
            (await machine.NewAsync(folder, "mcp-skill", "-n", name, "--command", "server", "--skipRestore")).Expect(0);

            var expected = SkillName.From(name);
            var executor = Path.Combine(folder, name, "executor");
            Assert.True(File.Exists(Path.Combine(executor, $"{expected.Value}.csproj")), $"'{name}' became {string.Join(", ", Directory.GetFiles(executor))}");
            var program = await File.ReadAllTextAsync(Path.Combine(executor, "Program.cs"), TestContext.Current.CancellationToken);
            Assert.Contains($"using {CSharpName.Identifier(expected.Value)};", program, StringComparison.Ordinal);
            Assert.Contains($"return {expected.ClassName}.Run(args);", program, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Parameters_reach_the_config()
    {
        var folder = machine.CreateFolder();
        (await machine.NewAsync(folder, "mcp-skill", "-n", "local", "--command", "C:\\a \"b\"", "--args", "-y @x/weather 'a b' '{\"k\":1}' \"c d\"", "--keep-alive", "600", "--timeout", "5", "--skipRestore")).Expect(0);
        (await machine.NewAsync(folder, "mcp-skill", "-n", "remote", "--url", "https://example.com/mcp", "--transport", "sse", "--keep-alive", "false", "--skipRestore")).Expect(0);

        var local = Config(Path.Combine(folder, "local"));
        Assert.Equal(("stdio", "C:\\a \"b\"", 600, 5), ((string?)local["transport"], (string?)local["command"], (int)local["keep_alive"]!["timeout"]!, (int)local["timeout"]!));
        Assert.Equal(["-y", "@x/weather", "a b", "{\"k\":1}", "c d"], local["args"]!.AsArray().Select(static argument => (string)argument!));
        var remote = Config(Path.Combine(folder, "remote"));
        Assert.Equal(("sse", "https://example.com/mcp", false), ((string?)remote["transport"], (string?)remote["url"], (bool)remote["keep_alive"]!["enabled"]!));
        var inside = Directory.CreateDirectory(Path.Combine(folder, "inside")).FullName;
        (await machine.NewAsync(inside, "mcp-skill", "--command", "server", "--skipRestore")).Expect(0);
        Assert.Equal("inside", (string?)Config(inside)["name"]);
        Assert.Equal(102, (await machine.NewAsync(folder, "mcp-skill", "-n", "neither", "--skipRestore")).ExitCode);
    }

    private async Task AssertBrokenAsync(string skill, string id, string words)
    {
        var ran = await machine.BuildAsync(skill);

        Assert.NotEqual(0, ran.ExitCode);
        Assert.Contains($"error {id}", ran.Output, StringComparison.Ordinal);
        Assert.Contains(words, ran.Output, StringComparison.Ordinal);
        string[] made = ["SKILL.md", "mcp-catalog.json", "references", "scripts"];
        Assert.DoesNotContain(made, name => Path.Exists(Path.Combine(skill, name)));
    }

    // Every file that is text, by its path; what builds leave and what is built is not.
    private static SortedDictionary<string, string> Texts(string skill) => new(
        Directory.GetFiles(skill, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(skill, file).Replace('\\', '/'))
            .Where(static path => !path.StartsWith("executor/bin/", StringComparison.Ordinal) && !path.StartsWith("executor/obj/", StringComparison.Ordinal))
            .ToDictionary(static path => path, path => path.StartsWith("scripts/", StringComparison.Ordinal) || path.EndsWith(".nupkg", StringComparison.Ordinal) ? "" : File.ReadAllText(Path.Combine(skill, path))),
        StringComparer.Ordinal);

    private static IEnumerable<string> FilesWith(string skill, string text) =>
        from file in Directory.GetFiles(skill, "*", SearchOption.AllDirectories)
        where File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
        select Path.GetRelativePath(skill, file);

    private static string WithoutTimeout(string config)
    {
        var json = JsonNode.Parse(config)!.AsObject();
        json.Remove("timeout");
        return json.ToJsonString();
    }

    private static JsonObject Config(string skill) => JsonNode.Parse(File.ReadAllText(Path.Combine(skill, "mcp-config.json")))!.AsObject();

    private static void Configure(string skill, Action<JsonObject> configure)
    {
        var config = Config(skill);
        configure(config);
        File.WriteAllText(Path.Combine(skill, "mcp-config.json"), config.ToJsonString());
    }
}
