using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Storing;
using McpSkillGen.Cli.Tests.Support;

namespace McpSkillGen.Cli.Tests;

/// <summary>mcpgen as a process, with the sample as its server. Nothing is built here: the end-to-end tests do that.</summary>
public sealed class ScaffoldTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_config_becomes_a_skill_folder()
    {
        var ended = await ScaffoldAsync("notes");

        Assert.Equal((0, ""), (ended.ExitCode, string.Concat(ended.Errors.Split('\n').Where(static line => line.Contains('!', StringComparison.Ordinal)))));
        Assert.Equal(
            [
                ".gitattributes", ".gitignore", "SKILL.md", "executor/Directory.Build.props", "executor/Program.cs",
                "executor/mcp-config.schema.json", "executor/notes.csproj", "executor/restore.proj", "mcp-catalog.json", "mcp-config.json",
                "references/add-note.md", "references/csharp/add-note.md", "references/csharp/delete-note.md", "references/csharp/draw-notes.md",
                "references/csharp/import-examples.md", "references/csharp/list-notes.md", "references/csharp/publish-notes.md",
                "references/csharp/search-notes.md", "references/delete-note.md", "references/draw-notes.md", "references/import-examples.md",
                "references/list-notes.md", "references/publish-notes.md", "references/search-notes.md",
                "scripts/notes", "scripts/notes.cmd", "scripts/notes.key",
            ],
            _folder.Files("skills/notes"));
        Assert.Empty(SkillRules.Violations(_folder.Read("skills/notes/SKILL.md"), "notes"));
        Assert.Contains("mcpgen restore skills/notes", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_project_asks_for_the_package_that_mcpgen_put_into_the_users_store()
    {
        await ScaffoldAsync("notes");

        var version = _folder.Read("skills/notes/executor/notes.csproj").Split("Include=\"McpSkillGen\" Version=\"")[1].Split('"')[0];
        var package = CarriedPackage.Read(Path.Combine(UserStore.OfThisUser().Feed, $"McpSkillGen.{version}.nupkg"));
        Assert.Contains(package.Hash, _folder.Read("skills/notes/executor/Directory.Build.props"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_tools_are_less_than_a_hundred_and_ten_kilobytes_of_text()
    {
        await ScaffoldAsync("notes");
        var fifty = string.Join(",\n", Enumerable.Range(0, 50).Select(static i => $$"""
            { "name": "tool_{{i}}", "description": "Finds the entries of a page by their titles, newest first, and returns a page of them.",
              "inputSchema": { "type": "object", "required": ["query"], "properties": {
                "query": { "type": "string", "description": "What to look for in titles." },
                "limit": { "type": "integer", "description": "How many entries to return.", "default": 20, "maximum": 100 },
                "sort": { "enum": ["newest", "oldest"], "description": "The order of the entries." } } } }
            """));
        var catalog = $$"""{ "tools": [{{fifty}}] }""";

        var rendered = Plans.Files(catalog, "fifty").Values.Sum(static text => text.Length);
        Assert.InRange(rendered + catalog.Length + _folder.Read("skills/notes/mcp-config.json").Length, 1, 110_000);
    }

    [Fact]
    public async Task The_catalog_holds_the_tools_as_the_server_sent_them()
    {
        await ScaffoldAsync("notes");

        using var catalog = JsonDocument.Parse(_folder.Read("skills/notes/mcp-catalog.json"));
        var tools = catalog.RootElement.GetProperty("tools").EnumerateArray().ToDictionary(static tool => tool.GetProperty("name").GetString()!);
        Assert.Equal(7, tools.Count);
        Assert.True(tools["list_notes"].GetProperty("annotations").GetProperty("readOnlyHint").GetBoolean());
        Assert.Equal("integer", tools["list_notes"].GetProperty("outputSchema").GetProperty("properties").GetProperty("total").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Scaffolding_again_keeps_what_a_developer_made()
    {
        await ScaffoldAsync("notes");
        _folder.Write("skills/notes/executor/Program.cs", "// mine");
        _folder.Write("skills/notes/executor/Own/More.cs", "// more");
        _folder.Write("skills/notes/.env", "TOKEN=secret\n");
        _folder.Write("skills/notes/LICENSE", "mine");
        AddTool("skills/notes/mcp-catalog.json", "gone_tool");
        _folder.Write("skills/notes/references/gone-tool.md", "# gone-tool\n\nGone. Tool of the skill `notes`; the server calls it `gone_tool`.\n");
        _folder.Write("skills/notes/references/our-teams.md", "mine too");
        var project = _folder.Read("skills/notes/executor/notes.csproj");
        _folder.Write("skills/notes/executor/notes.csproj", project.Replace("</ItemGroup>", "  <!-- mine -->\n  </ItemGroup>", StringComparison.Ordinal).Replace("0.1.0-local", "0.0.1-old", StringComparison.Ordinal));

        var ended = await ScaffoldAsync("notes");

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal("// mine", _folder.Read("skills/notes/executor/Program.cs"));
        Assert.Equal("// more", _folder.Read("skills/notes/executor/Own/More.cs"));
        Assert.Equal("TOKEN=secret\n", _folder.Read("skills/notes/.env"));
        Assert.Equal("mine", _folder.Read("skills/notes/LICENSE"));
        Assert.Contains("<!-- mine -->", _folder.Read("skills/notes/executor/notes.csproj"), StringComparison.Ordinal);
        Assert.Contains("0.1.0-local", _folder.Read("skills/notes/executor/notes.csproj"), StringComparison.Ordinal);
        Assert.Equal("mine too", _folder.Read("skills/notes/references/our-teams.md"));
        Assert.DoesNotContain("references/gone-tool.md", _folder.Files("skills/notes"));
        Assert.Equal(["notes"], Directory.EnumerateFileSystemEntries(_folder["skills"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Scaffolding_again_keeps_what_a_person_wrote_into_the_pages_and_beside_them()
    {
        const string Kept = "<!-- mcpgen:keep -->\nAsk first.\n<!-- /mcpgen:keep -->\n";
        await ScaffoldAsync("notes");
        var reference = _folder.Read("skills/notes/references/add-note.md");
        _folder.Write("skills/notes/SKILL.md", _folder.Read("skills/notes/SKILL.md") + Kept);
        _folder.Write("skills/notes/references/add-note.md", reference + "Lost.\n" + Kept);
        AddTool("skills/notes/mcp-catalog.json", "gone_tool");
        _folder.Write("skills/notes/references/gone-tool.md", "# gone-tool\n" + Kept);
        _folder.Write("skills/notes/references/style.md", "# Style\n");
        _folder.Write("skills/notes/references/data/codes.csv", "a,b\n");

        var ended = await ScaffoldAsync("notes");

        Assert.Equal(0, ended.ExitCode);
        Assert.EndsWith("\n\n" + Kept, _folder.Read("skills/notes/SKILL.md"), StringComparison.Ordinal);
        Assert.Equal($"{reference}\n{Kept}", _folder.Read("skills/notes/references/add-note.md"));
        Assert.Equal("# gone-tool\n" + Kept, _folder.Read("skills/notes/references/gone-tool.md"));
        Assert.Equal("# Style\n", _folder.Read("skills/notes/references/style.md"));
        Assert.Equal("a,b\n", _folder.Read("skills/notes/references/data/codes.csv"));
    }

    [Theory]
    [InlineData("SKILL.md", "SKILL.md:1: '<!-- mcpgen:keep -->' without '<!-- /mcpgen:keep -->' after it.")]
    [InlineData("references/add-note.md", "add-note.md:1: '<!-- mcpgen:keep -->' without '<!-- /mcpgen:keep -->' after it.")]
    public async Task Broken_markers_stop_it_and_change_nothing(string page, string message)
    {
        await ScaffoldAsync("notes");
        _folder.Write($"skills/notes/{page}", "<!-- mcpgen:keep -->\nMine.\n");

        var ended = await ScaffoldAsync("notes");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains(message, ended.Errors, StringComparison.Ordinal);
        Assert.Equal("<!-- mcpgen:keep -->\nMine.\n", _folder.Read($"skills/notes/{page}"));
        Assert.Equal(["notes"], Directory.EnumerateFileSystemEntries(_folder["skills"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_page_of_one_s_own_with_the_name_of_a_new_tool_is_not_overwritten()
    {
        await ScaffoldAsync("notes");
        var catalog = JsonNode.Parse(_folder.Read("skills/notes/mcp-catalog.json"))!;
        var tools = catalog["tools"]!.AsArray();
        tools.Remove(tools.Single(static tool => (string?)tool!["name"] == "add_note"));
        _folder.Write("skills/notes/mcp-catalog.json", catalog.ToJsonString());
        _folder.Write("skills/notes/references/add-note.md", "mine\n");

        var ended = await ScaffoldAsync("notes");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("is your own page, and the server has a new tool whose page has the same name.", ended.Errors, StringComparison.Ordinal);
        Assert.Equal("mine\n", _folder.Read("skills/notes/references/add-note.md"));
    }

    [Fact]
    public async Task Only_the_config_s_own_variables_reach_the_skill_s_env_file()
    {
        _folder.Write(".env", "OTHER=1\nNOTES_TOKEN='s3cret'\n");
        Config("notes", """, "env": { "T": "${NOTES_TOKEN}" } """);

        var ended = await Mcpgen.RunAsync(_folder.Path, "scaffold", "notes.json", "--no-build");

        Assert.Equal((0, "NOTES_TOKEN='s3cret'\n"), (ended.ExitCode, _folder.Read("skills/notes/.env")));
        Assert.DoesNotContain("s3cret", _folder.Read("skills/notes/mcp-config.json"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["skills/notes/.env"]));
        }
    }

    [Fact]
    public async Task One_broken_server_of_several_does_not_stop_the_others()
    {
        _folder.Write("agents.json", $$"""{ "mcpServers": { "bad": { "command": "no-such-command-here" }, "good": { "command": "dotnet", "args": ["{{Mcpgen.Assembly}}", "sample-server"] } } }""");

        var ended = await Mcpgen.RunAsync(_folder.Path, "scaffold", "agents.json", "--no-build");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("bad: The server's command 'no-such-command-here' was not found", ended.Errors, StringComparison.Ordinal);
        Assert.Equal(["good"], Directory.EnumerateFileSystemEntries(_folder["skills"]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("""{ "name": "x", "command": "no-such-command-here" }""", 3, "The server's command 'no-such-command-here' was not found")]
    [InlineData("""{ "name": "x", "command": "dotnet", "args": ["--version"] }""", 4, "The server")]
    [InlineData("""{ "name": "x", "command": "dotnet", "env": { "T": "${NO_SUCH_VARIABLE}" } }""", 3, "NO_SUCH_VARIABLE")]
    [InlineData("""{ "name": "x" }""", 3, "neither \"command\" nor \"url\"")]
    [InlineData("""{ "name": 5, "command": true }""", 3, "config.json:1:11: error: \"name\" is a number; expected a string.")]
    [InlineData("not json", 3, "config.json:1:2: error: not JSON")]
    [InlineData("", 3, "config.json:1:1: error: not JSON")]
    public async Task A_failure_says_why_and_leaves_nothing(string config, int exitCode, string message)
    {
        _folder.Write("config.json", config);

        var ended = await Mcpgen.RunAsync(_folder.Path, "scaffold", "config.json", "-o", "out/skills");

        Assert.Contains(message, ended.Errors, StringComparison.Ordinal);
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Output));
        Assert.Equal(["config.json"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        Assert.DoesNotContain(".mcpgen-", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_leaves_an_older_skill_as_it_was()
    {
        await ScaffoldAsync("notes");
        var before = _folder.Files("skills");
        _folder.Write("notes.json", """{ "name": "notes", "command": "no-such-command-here" }""");

        var ended = await Mcpgen.RunAsync(_folder.Path, "scaffold", "notes.json", "--no-build");

        Assert.Equal(3, ended.ExitCode);
        Assert.Equal(before, _folder.Files("skills"));
    }

    [Fact]
    public async Task A_folder_that_is_no_skill_is_not_touched()
    {
        _folder.Write("skills/notes/precious.txt", "mine");

        var ended = await ScaffoldAsync("notes");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("is not empty, and mcpgen did not make it", ended.Errors, StringComparison.Ordinal);
        Assert.Equal(["notes/precious.txt"], _folder.Files("skills"));
    }

    [Fact]
    public async Task A_folder_with_nothing_but_its_config_becomes_the_skill()
    {
        Config("notes");
        Directory.CreateDirectory(_folder["skills/notes"]);
        File.Move(_folder["notes.json"], _folder["skills/notes/mcp-config.json"]);

        var ended = await Mcpgen.RunAsync(_folder.Path, "scaffold", "skills/notes/mcp-config.json", "--no-build");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("SKILL.md", _folder.Files("skills/notes"));
    }

    [Theory]
    [InlineData("mcpgen: no command is given; expected one such as 'scaffold', 'install' or 'list'.")]
    [InlineData("mcpgen: Unrecognized command or argument 'scafold'. Did you mean 'scaffold'?", "scafold")]
    [InlineData("mcpgen: no config is given; expected the path of an mcp-config.json, --from AGENT, --url URL, -- COMMAND, or --sample.", "scaffold")]
    [InlineData("mcpgen: a config and --sample are given; expected only one of them.", "scaffold", "x.json", "--sample")]
    [InlineData("mcpgen: Required argument missing for option: '--server'.", "scaffold", "x.json", "--server")]
    public async Task A_wrong_command_line_is_answered_in_two_lines(string message, params string[] arguments)
    {
        var ended = await Mcpgen.RunAsync(_folder.Path, arguments);

        Assert.StartsWith($"{message}\nTry: mcpgen ", ended.Errors, StringComparison.Ordinal);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
    }

    public void Dispose() => _folder.Dispose();

    private void AddTool(string catalogFile, string name)
    {
        var catalog = JsonNode.Parse(_folder.Read(catalogFile))!;
        catalog["tools"]!.AsArray().Add(new JsonObject { ["name"] = name });
        _folder.Write(catalogFile, catalog.ToJsonString());
    }

    private Task<ChildProcess.Ended> ScaffoldAsync(string name)
    {
        Config(name);
        return Mcpgen.RunAsync(_folder.Path, "scaffold", $"{name}.json", "--no-build");
    }

    private void Config(string name, string more = "") =>
        _folder.Write($"{name}.json", $$"""{ "name": "{{name}}", "command": "dotnet", "args": ["{{Mcpgen.Assembly}}", "sample-server"]{{more}} }""");
}
