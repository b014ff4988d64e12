using System.Text;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Tests;

/// <summary>The mcp-config.json of a new skill.</summary>
public sealed class SkillConfigTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string SkillsFolder => _folder["skills"];

    [Fact]
    public void Our_own_format_is_copied_with_its_comments()
    {
        const string Text = "{\n  // the server\n  \"command\": \"npx\", \"args\": [\"-y\", \"x\"],\n}\n";

        Assert.Equal(Text, For(Text));
    }

    [Fact]
    public void A_server_that_lies_beside_the_config_starts_in_its_folder()
    {
        _folder.Write("server.js", "");

        var text = For("{\n  // mine\n  \"command\": \"node\", \"args\": [\"server.js\"]\n}\n");

        Assert.Equal($"{{\n  \"cwd\": \"{_folder.Path}\",\n  // mine\n  \"command\": \"node\", \"args\": [\"server.js\"]\n}}\n", text);
        Assert.Equal(_folder.Path, Parse(text).WorkingDirectory);
    }

    [Theory]
    [InlineData("\"sub\"", "sub")]
    [InlineData("\".\"", "")]
    public void A_relative_folder_becomes_absolute(string stated, string expected) =>
        Assert.Equal(_folder[expected].TrimEnd('/'), Parse(For($$"""{ "command": "npx", "cwd": {{stated}}, "timeout": 5 }""")).WorkingDirectory);

    [Fact]
    public void A_folder_from_a_variable_stays() =>
        Assert.Equal("${ROOT}/x", Parse(For("""{ "command": "npx", "cwd": "${ROOT}/x" }""")).WorkingDirectory);

    [Theory]
    [InlineData(".mcp.json", "mcpServers", "skills", null)]
    [InlineData(".mcp.json", "mcpServers", ".claude/skills", null)]
    [InlineData(".vscode/mcp.json", "servers", ".agents/skills", null)]
    [InlineData(".cursor/mcp.json", "mcpServers", "skills", null)]
    [InlineData("sub/.mcp.json", "mcpServers", "sub/.claude/skills", "../../..")]
    [InlineData("sub/.mcp.json", "mcpServers", "skills", "@/sub")]
    public void A_projects_own_server_runs_in_that_project_also_from_a_skill_elsewhere(string file, string key, string skills, string? expected)
    {
        Directory.CreateDirectory(_folder[".git"]);

        var text = Project(file, key, "uv", skills);

        Assert.Equal(expected?.Replace("@", _folder.Path, StringComparison.Ordinal), Parse(text).WorkingDirectory);
    }

    [Theory]
    [InlineData("p/skills", "../..")]
    [InlineData("p/.claude/skills", "../../..")]
    [InlineData("elsewhere", "@/p")]
    public void A_projects_own_script_is_found_from_every_copy_of_the_project(string skills, string expected)
    {
        _folder.Write("p/server.js", "");

        var text = Project("p/.mcp.json", "mcpServers", "server.js", skills);

        Assert.Equal(expected.Replace("@", _folder.Path, StringComparison.Ordinal), Parse(text).WorkingDirectory);
    }

    [Fact]
    public void A_config_that_lies_in_its_skill_already_stays_as_it_is()
    {
        const string Text = """{ "command": "node", "args": ["server.js"], "cwd": "." }""";
        _folder.Write("skills/x/server.js", "");
        var source = ConfigFile.Read(_folder.Write("skills/x/mcp-config.json", Text), null)[0];

        Assert.Equal(Text, Encoding.UTF8.GetString(SkillConfigText.For(source, SkillsFolder)));
    }

    [Fact]
    public void An_agents_server_is_written_in_our_format_with_the_keep_alive_spelled_out()
    {
        var text = For("""{ "mcpServers": { "Übung": { "type": "stdio", "command": "npx", "args": ["-y", "é"], "env": { "A": "${env:B}" } } } }""");

        Assert.Equal(
            """
            {
              "$schema": "./executor/mcp-config.schema.json",
              "name": "Übung",
              "transport": "stdio",
              "command": "npx",
              "args": [
                "-y",
                "é"
              ],
              "env": {
                "A": "${B}"
              },
              "keep_alive": {
                "enabled": true,
                "timeout": 3600,
                "check_interval": 60
              }
            }

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var config = new SkillConfig
        {
            Name = "x",
            Description = "d",
            Transport = TransportKind.Sse,
            Url = "https://example.com",
            Headers = new Dictionary<string, string> { ["A"] = "${B}" },
            KeepAlive = new KeepAlive(false, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2)),
            Scope = InstanceScope.Workspace,
            CallTimeout = TimeSpan.FromSeconds(7),
            Tools = new ToolFilter(["a*"], ["b"]),
        };

        var read = ConfigReader.Read(ConfigWriter.Write(config), "x").Require();

        Assert.Equivalent(config, read, strict: true);
    }

    public void Dispose() => _folder.Dispose();

    private string For(string text)
    {
        var source = ConfigFile.Read(_folder.Write("my.json", text), null)[0];
        return Encoding.UTF8.GetString(SkillConfigText.For(source, SkillsFolder));
    }

    private string Project(string file, string key, string argument, string skills)
    {
        var path = _folder.Write(file, $$"""{ "{{key}}": { "x": { "command": "node", "args": ["{{argument}}"] } } }""");
        return Encoding.UTF8.GetString(SkillConfigText.For(ConfigFile.Read(path, null)[0], _folder[skills]));
    }

    private static SkillConfig Parse(string text) => ConfigReader.Read(Encoding.UTF8.GetBytes(text), "x").Require();
}
