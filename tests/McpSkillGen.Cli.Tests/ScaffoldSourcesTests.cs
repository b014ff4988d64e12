using System.Text.Json;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Tests.Support;

namespace McpSkillGen.Cli.Tests;

/// <summary>Where <c>mcpgen scaffold</c> gets its servers from, and what it says of many. Nothing is built here.</summary>
public sealed class ScaffoldSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Many_servers_end_in_a_table_and_failures_do_not_stop_the_others()
    {
        _folder.Write("agents.json", $$"""
            { "mcpServers": {
              "typo": { "command": 5 },
              "one": {{Sample}},
              "gone": { "command": "no-such-command-here" },
              "two": {{Sample}},
              "One": {{Sample}}
            } }
            """);

        var ended = await RunAsync("scaffold", "agents.json", "--no-build");

        Assert.Equal(3, ended.ExitCode);
        Assert.Equal(["one", "two"], Skills());
        var rows = ended.Output.Split('\n')
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => words.Length == 4)
            .ToArray();
        Assert.Equal(
            ["SKILL TOOLS OUTCOME", "typo - failed", "skills/one 7 written", "gone - failed", "skills/two 7 written", "one - failed"],
            rows.Select(static row => string.Join(' ', row[..3])));
        Assert.Contains("typo: agents.json:2:24: error: \"command\" is a number; expected a string.", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("gone: The server's command 'no-such-command-here' was not found", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("one: The server 'One' would become a skill of the same name as another server before it", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("two: Asked the server: 7 tools", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcomes_can_be_read_by_programs()
    {
        _folder.Write("agents.json", $$"""{ "mcpServers": { "bad": { "command": "no-such-command-here" }, "good": {{Sample}} } }""");

        var ended = await RunAsync("scaffold", "agents.json", "--no-build", "--json");

        using var outcomes = JsonDocument.Parse(ended.Output);
        var (bad, good) = (outcomes.RootElement[0], outcomes.RootElement[1]);
        Assert.Equal(3, ended.ExitCode);
        Assert.Equal(("bad", "failed", 3), (bad.GetProperty("name").GetString(), bad.GetProperty("outcome").GetString(), bad.GetProperty("exitCode").GetInt32()));
        Assert.Contains("no-such-command-here", bad.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(("good", "made", 7), (good.GetProperty("name").GetString(), good.GetProperty("outcome").GetString(), good.GetProperty("tools").GetInt32()));
        Assert.Equal(_folder["skills/good"], good.GetProperty("folder").GetString());
    }

    [Fact]
    public async Task A_command_after_dashes_needs_no_file()
    {
        var ended = await RunAsync(["scaffold", "--no-build", "--name", "my-notes", "--env", "NOTES_TOKEN=a=b c", "--", "dotnet", "--roll-forward", "LatestMajor", Mcpgen.Assembly, "sample-server"]);

        Assert.Equal(0, ended.ExitCode);
        using var config = JsonDocument.Parse(_folder.Read("skills/my-notes/mcp-config.json"));
        Assert.Equal("./executor/mcp-config.schema.json", config.RootElement.GetProperty("$schema").GetString());
        Assert.Equal(["--roll-forward", "LatestMajor", Mcpgen.Assembly, "sample-server"], config.RootElement.GetProperty("args").EnumerateArray().Select(static word => word.GetString()));
        Assert.Equal("${NOTES_TOKEN}", config.RootElement.GetProperty("env").GetProperty("NOTES_TOKEN").GetString());
        Assert.Equal("NOTES_TOKEN=\"a=b c\"\n", _folder.Read("skills/my-notes/.env"));
    }

    [Fact]
    public async Task An_address_needs_no_file_and_its_headers_secret_is_not_repeated()
    {
        var ended = await RunAsync(["scaffold", "--no-build", "--url", "http://127.0.0.1:9/weather/mcp", "--header", "Authorization: Bearer s3cret-s3cret"]);

        Assert.Equal(4, ended.ExitCode);
        Assert.Contains("weather", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("${WEATHER_TOKEN}", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", ended.Errors + ended.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["skills"]));
    }

    [Theory]
    [InlineData("no config is given; expected the path of an mcp-config.json, --from AGENT, --url URL, -- COMMAND, or --sample.")]
    [InlineData("a config and --url are given; expected only one of them.", "x.json", "--url", "https://x.example")]
    [InlineData("--from and a command after -- are given; expected only one of them.", "--from", "claude", "--", "x")]
    [InlineData("--from is 'claud'; expected one of amp, claude, claude-code, claude-desktop, cline, codex, continue, copilot, crush, cursor, gemini, goose, kilo, kiro, opencode, qwen, roo, vibe, vscode, windsurf, zed. Did you mean claude?", "--from", "claud")]
    [InlineData("2 configs are given (a, b); expected one. The server's command goes after --.", "a", "b")]
    [InlineData("there is nothing after --; expected the server's command", "--")]
    [InlineData("--header only applies to --url.", "x.json", "--header", "A: b")]
    [InlineData("--env only applies to a command after --.", "--url", "https://x.example", "--env", "A=b")]
    [InlineData("--server only applies to a config or --from.", "--server", "x", "--", "y")]
    [InlineData("--url is 'example.com'; expected an absolute http or https address.", "--url", "example.com")]
    [InlineData("--header takes 'Name: value'; one of them has no ':'", "--url", "https://x.example", "--header", "s3cret")]
    [InlineData("--transport is 'ws'; expected one of http, sse.", "--url", "https://x.example", "--transport", "ws")]
    public async Task Sources_that_exclude_each_other_are_told(string message, params string[] arguments)
    {
        var ended = await RunAsync(["scaffold", .. arguments]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(message, ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agents_own_servers_are_found_the_project_before_the_user()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "HOME is another variable there.");
        _folder.Write("home/.claude.json", $$"""{ "numStartups": 5, "mcpServers": { "both": { "command": "no-such-command" }, "user": {{Sample}} }, "projects": { "{{_folder["work"]}}": { "mcpServers": { "local": {{Sample}} } }, "/elsewhere": { "mcpServers": { "other": {{Sample}} } } } }""");
        _folder.Write("work/.mcp.json", $$"""{ "mcpServers": { "both": {{Sample}} } }""");
        _folder.Write("home/.config/Claude/claude_desktop_config.json", """{ "globalShortcut": "" }""");

        var ended = await RunAtHomeAsync("work", "--from", "claude", "--no-build", "--trust");

        Assert.True(ended.ExitCode == 0, ended.Errors);
        Assert.Empty(string.Concat(ended.Errors.Split('\n').Where(static line => line.Contains("error", StringComparison.Ordinal))));
        Assert.Equal(["both", "local", "user"], Directory.EnumerateFileSystemEntries(_folder["work/skills"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains($"Read {_folder["work/.mcp.json"]}: both\n", ended.Errors, StringComparison.Ordinal);
        Assert.Contains($"Read {_folder["home/.claude.json"]}: local, both, user; skipped, because a nearer file has it too: both\n", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_projects_servers_are_shown_and_not_started_unless_somebody_agrees()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "HOME is another variable there.");
        _folder.Write("home/.claude.json", $$"""{ "mcpServers": { "both": {{Sample}} } }""");
        _folder.Write("work/.mcp.json", $$"""
            { "mcpServers": {
              "both": { "command": "touch", "args": ["{{_folder["ran"]}}"] },
              "theirs": { "command": "touch", "args": ["{{_folder["ran"]}}", "a b\u202e"] },
              "far": { "url": "https://far.example/mcp", "headers": { "Authorization": "Bearer ${GITHUB_TOKEN}" } }
            } }
            """);

        var ended = await RunAtHomeAsync("work", "--from", "claude", "--no-build");

        Assert.Equal(3, ended.ExitCode);
        Assert.False(File.Exists(_folder["ran"]));
        Assert.Equal("both", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(_folder["work/skills"]))));
        Assert.Contains(Mcpgen.Assembly, _folder.Read("work/skills/both/mcp-config.json"), StringComparison.Ordinal);
        Assert.Contains($"    command  touch {_folder["ran"]} 'a b\\u{{202e}}'\n", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("    address  https://far.example/mcp\n    header   Authorization: Bearer ${GITHUB_TOKEN}\n", ended.Errors, StringComparison.Ordinal);
        Assert.Contains($"It would take the place of your own server 'both' in {_folder["home/.claude.json"]}.", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("run the command again with --trust.", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_skill_of_another_server_is_not_replaced_unless_asked()
    {
        _folder.Write("a.json", $$"""{ "name": "notes", "command": "dotnet", "args": ["{{Mcpgen.Assembly}}", "sample-server"] }""");
        _folder.Write("b.json", $$"""{ "mcpServers": { "Notes": { "command": "env", "args": ["dotnet", "{{Mcpgen.Assembly}}", "sample-server"] } } }""");

        Assert.Equal(0, (await RunAsync("scaffold", "a.json", "--no-build")).ExitCode);
        var before = _folder.Read("skills/notes/mcp-config.json");
        var refused = await RunAsync("scaffold", "b.json", "--no-build");
        var again = await RunAsync("scaffold", "a.json", "--no-build");
        var other = await RunAsync("scaffold", "b.json", "--no-build", "--name", "others");
        var replaced = await RunAsync("scaffold", "b.json", "--no-build", "--replace");

        Assert.Equal((3, 0, 0, 0), (refused.ExitCode, again.ExitCode, other.ExitCode, replaced.ExitCode));
        Assert.Contains("skills/notes' is the skill of another server: dotnet … ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed. Give this one another name with --name, choose another folder with -o, or replace the skill with --replace.", refused.Errors, StringComparison.Ordinal);
        Assert.NotEqual(before, _folder.Read("skills/notes/mcp-config.json"));
        Assert.Equal(["notes", "others"], Skills());
    }

    [Fact]
    public async Task Names_without_a_letter_for_a_folder_do_not_become_one_skill()
    {
        _folder.Write("mcp.json", $$"""{ "mcpServers": { "高德地图": { "command": "dotnet", "args": ["{{Mcpgen.Assembly}}", "sample-server"] } } }""");

        var ended = await RunAsync("scaffold", "mcp.json", "--no-build");

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal("mcpgen", Assert.Single(Skills()));
    }

    [Fact]
    public async Task Servers_that_only_have_the_name_that_they_say_do_not_replace_each_other()
    {
        _folder.Write("run.sh", $"exec dotnet {Mcpgen.Assembly} sample-server\n");
        _folder.Write("mcp.json", """{ "mcpServers": { "高德": { "command": "sh", "args": ["-c", ". ./run.sh"] }, "百度": { "command": "sh", "args": ["-c", ". ./run.sh"] } } }""");
        _folder.Write("other.json", """{ "mcpServers": { "地图": { "command": "sh", "args": ["-c", ". ./run.sh"] } } }""");

        var ended = await RunAsync("scaffold", "mcp.json", "--no-build");
        var other = await RunAsync("scaffold", "other.json", "--no-build");

        Assert.Equal((3, 3), (ended.ExitCode, other.ExitCode));
        Assert.Equal("notes-sample", Assert.Single(Skills()));
        Assert.Contains("would become the skill 'notes-sample', like '", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("is the skill of another server", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_of_mcpgens_own_after_the_dashes_are_told()
    {
        var ended = await RunAsync("scaffold", "--no-build", "--", "no-such-command-here", "--name", "x", "y", "--no-build", "-o", "out");

        Assert.Contains("--no-build, -o after -- goes to the server's command.", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_an_agent_has_no_servers_it_is_told_where_they_were_looked_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "HOME is another variable there.");
        Directory.CreateDirectory(_folder["work"]);

        var ended = await RunAtHomeAsync("work", "--from", "codex");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("No servers of codex were found. Looked in:", ended.Errors, StringComparison.Ordinal);
        Assert.Contains(_folder["work/.codex/config.toml"], ended.Errors, StringComparison.Ordinal);
        Assert.Contains(_folder["home/.codex/config.toml"], ended.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Sample => $$"""{ "command": "dotnet", "args": ["{{Mcpgen.Assembly}}", "sample-server"] }""";

    private IEnumerable<string?> Skills() => Directory.EnumerateFileSystemEntries(_folder["skills"]).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private Task<ChildProcess.Ended> RunAsync(params string[] arguments) => Mcpgen.RunAsync(_folder.Path, arguments);

    private Task<ChildProcess.Ended> RunAtHomeAsync(string folder, params string[] arguments) => ChildProcess.RunAsync(
        ["env", "-u", "XDG_CONFIG_HOME", "-u", "CODEX_HOME", "-u", "CLAUDE_CONFIG_DIR", $"HOME={_folder["home"]}", $"MCP_SKILL_STATE_DIR={_folder["state"]}", "dotnet", Mcpgen.Assembly, "scaffold", .. arguments],
        _folder[folder], null, TestContext.Current.CancellationToken);
}
