using System.Text;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Tests.Configs;

/// <summary>Every program's file is read for what it means there.</summary>
public sealed class FileFormatTests : IDisposable
{
    private const string Codex =
        """
        model = "gpt-5" # other settings

        [mcp_servers.docs]
        command = "npx"
        args = ["-y", "@x/docs"]
        env_vars = ["DOCS_TOKEN", { name = "OTHER" }]
        startup_timeout_sec = 20
        tool_timeout_sec = 90.5
        enabled_tools = ["search"]
        disabled_tools = ["drop"]

        [mcp_servers.docs.env]
        "LITERAL" = "${NOT_OURS}"

        [mcp_servers."web search"]
        url = "https://example.com/mcp"
        bearer_token_env_var = "WEB_TOKEN"
        http_headers = { "X-Region" = "eu" }
        env_http_headers = { "X-Key" = "WEB_KEY" }

        [mcp_servers.off]
        command = "x"
        enabled = false
        """;

    private const string Registry =
        """
        {
          "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
          "name": "io.github.someone/weather", "description": "d", "version": "1.2.3",
          "packages": [
            { "registryType": "mcpb", "identifier": "https://example.com/x.mcpb", "transport": { "type": "stdio" } },
            PACKAGE
          ],
          "remotes": [{ "type": "sse", "url": "https://example.com/sse" }, { "type": "streamable-http", "url": "https://{tenant}.example.com/mcp",
            "variables": { "tenant": { "isRequired": true } }, "headers": [{ "name": "Authorization", "value": "Bearer {token}", "variables": { "token": { "isSecret": true } } }] }]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Codexs_keys_mean_what_they_mean_there()
    {
        var sources = Read("config.toml", Codex);

        Assert.Equal(["docs", "web search"], sources.Select(static source => source.Key));
        var docs = sources[0].Config;
        Assert.Equal(("npx", "-y @x/docs", 90.5), (docs.Command, string.Join(' ', docs.Arguments), docs.CallTimeout.TotalSeconds));
        Assert.Equal(new Dictionary<string, string> { ["LITERAL"] = "$${NOT_OURS}", ["DOCS_TOKEN"] = "${DOCS_TOKEN}", ["OTHER"] = "${OTHER}" }, docs.Environment);
        Assert.Equal(("search", "drop"), (string.Join(',', docs.Tools.Include), string.Join(',', docs.Tools.Exclude)));
        Assert.Equal(
            new Dictionary<string, string> { ["X-Region"] = "eu", ["X-Key"] = "${WEB_KEY}", ["Authorization"] = "Bearer ${WEB_TOKEN}" }, sources[1].Config.Headers);
        Assert.All(sources, static source => Assert.Empty(source.Warnings));
    }

    [Theory]
    [InlineData("[mcp_servers.a]\ncommand = 5\n", "FILE:2:11: error: \"command\" is a number; expected a string.")]
    [InlineData("[mcp_servers.a]\nargs = [\"x\", {}]\ncommand = \"x\"", "FILE:2:14: error: \"args[1]\" is an object; expected a string.")]
    [InlineData("[mcp_servers.a]\nargs = []\n", "FILE:1:14: error: the server has neither \"command\" nor \"url\": say how to start it, or where it is.")]
    [InlineData("mcp_servers.a = 5\n", "FILE:1:17: error: \"a\" is a number; expected a table.")]
    public void A_wrong_value_in_TOML_is_reported_with_its_place(string text, string message) => Assert.Equal(message, Failure("config.toml", text));

    [Fact]
    public void Text_that_is_not_TOML_is_reported_with_its_place() => Assert.StartsWith("FILE:2:", Failure("config.toml", "[mcp_servers.a]\ncommand = \"x\n"), StringComparison.Ordinal);

    [Fact]
    public void A_misspelled_key_of_Codexs_is_a_warning_with_its_place()
    {
        var warning = Assert.Single(Read("config.toml", "[mcp_servers.a]\ncommand = \"x\"\nenabled_tool = []\n")[0].Warnings);

        Assert.Equal((3, 1), (warning.Line, warning.Column));
        Assert.Contains("did you mean \"enabled_tools\"?", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "registryType": "npm", "identifier": "@x/weather", "version": "2.0.0", "transport": { "type": "stdio" } }""", "npx -y @x/weather@2.0.0")]
    [InlineData("""{ "registryType": "npm", "identifier": "w", "runtimeHint": "bunx", "runtimeArguments": [{ "type": "named", "name": "--yes" }] }""", "bunx --yes w@1.2.3")]
    [InlineData("""{ "registryType": "pypi", "identifier": "mcp-weather", "version": "0.1" }""", "uvx mcp-weather@0.1")]
    [InlineData("""{ "registryType": "nuget", "identifier": "X.Weather", "version": "3.0.0", "packageArguments": [{ "type": "positional", "value": "mcp" }] }""", "dnx X.Weather@3.0.0 --yes -- mcp")]
    [InlineData("""{ "registryType": "oci", "identifier": "ghcr.io/x/weather:2", "environmentVariables": [{ "name": "API_KEY", "isSecret": true, "isRequired": true }] }""", "docker run -i --rm -e API_KEY ghcr.io/x/weather:2")]
    [InlineData("""{ "registryType": "oci", "identifier": "x/weather", "version": "2", "runtimeArguments": [{ "type": "named", "name": "-v", "value": "{dir}:/data", "variables": { "dir": { "isRequired": true } } }] }""", "docker run -i --rm -v ${WEATHER_DIR}:/data x/weather:2")]
    [InlineData("""{ "registryType": "npm", "identifier": "w", "packageArguments": [{ "type": "positional", "valueHint": "folder", "isRequired": true }, { "type": "named", "name": "--units", "default": "metric" }, { "type": "named", "name": "--verbose" }, { "type": "named", "name": "--region", "valueHint": "code" }] }""", "npx -y w@1.2.3 ${WEATHER_FOLDER} --units ${WEATHER_UNITS:-metric} --verbose")]
    public void A_package_of_the_registry_becomes_a_pinned_command_line(string package, string commandLine)
    {
        var config = Assert.Single(Read("server.json", Registry.Replace("PACKAGE", package, StringComparison.Ordinal))).Config;

        Assert.Equal(commandLine, string.Join(' ', config.Arguments.Prepend(config.Command)));
        Assert.Equal(("weather", TransportKind.Stdio), (config.Name, config.Transport));
    }

    [Fact]
    public void The_registrys_variables_stay_open_where_the_file_leaves_them_open()
    {
        const string Package =
            """
            { "registryType": "npm", "identifier": "w", "environmentVariables": [
              { "name": "API_KEY", "isSecret": true }, { "name": "REGION", "default": "eu" }, { "name": "MODE", "value": "fast" },
              { "name": "OPTIONAL" }, { "name": "NEEDED", "isRequired": true } ] }
            """;

        Assert.Equal(
            new Dictionary<string, string> { ["API_KEY"] = "${API_KEY:-}", ["REGION"] = "${WEATHER_REGION:-eu}", ["MODE"] = "fast", ["NEEDED"] = "${WEATHER_NEEDED}" },
            Read("server.json", Registry.Replace("PACKAGE", Package, StringComparison.Ordinal))[0].Config.Environment);
    }

    [Fact]
    public void Without_a_package_that_can_be_started_a_remote_is_taken_streamable_before_SSE()
    {
        var text = Registry.Replace("PACKAGE", """{ "registryType": "npm", "identifier": "w", "transport": { "type": "streamable-http" } }""", StringComparison.Ordinal);

        var source = Assert.Single(Read("server.json", $$"""{ "server": {{text}}, "_meta": {} }"""));

        Assert.Equal((TransportKind.Http, "https://${WEATHER_TENANT}.example.com/mcp"), (source.Config.Transport, source.Config.Url));
        Assert.Equal("Bearer ${WEATHER_TOKEN}", source.Config.Headers["Authorization"]);
        Assert.Contains("of 4 ways to reach the server", Assert.Single(source.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OpenCode", "opencode.json", """{ "mcp": { "a": { "type": "local", "command": ["npx", "-y", "x"], "environment": { "T": "{env:TOKEN}" }, "enabled": true, "timeout": 5000 } } }""", "stdio npx -y x T=${TOKEN}")]
    [InlineData("OpenCode", "opencode.json", """{ "mcp": { "a": { "type": "remote", "url": "https://x.example/mcp" } } }""", "anyhttp https://x.example/mcp")]
    [InlineData("VS Code", "settings.json", """{ "mcp": { "servers": { "a": { "type": "stdio", "command": "x" } } } }""", "stdio x")]
    [InlineData("Zed", "settings.json", """{ "theme": 1, "context_servers": { "a": { "source": "custom", "command": "x", "args": ["y"], "env": { "N": 5, "B": true, "Z": null } } } }""", "stdio x y N=5 B=true")]
    [InlineData("Zed", "settings.json", """{ "context_servers": { "a": { "command": { "path": "x", "args": ["y"], "env": { "K": "v" } }, "settings": {} } } }""", "stdio x y K=v")]
    [InlineData("Gemini", ".gemini/settings.json", """{ "mcpServers": { "a": { "httpUrl": "https://x.example/mcp", "includeTools": ["t"] } } }""", "anyhttp https://x.example/mcp")]
    [InlineData("Gemini", ".gemini/settings.json", """{ "mcpServers": { "a": { "url": "https://x.example/sse" } } }""", "anyhttp https://x.example/sse")]
    [InlineData("Windsurf", "mcp_config.json", """{ "mcpServers": { "a": { "serverUrl": "https://x.example/mcp" } } }""", "anyhttp https://x.example/mcp")]
    [InlineData("Cline", "cline.json", """{ "mcpServers": { "a": { "type": "streamableHttp", "url": "https://x.example/mcp" } } }""", "http https://x.example/mcp")]
    [InlineData("VS Code", ".vscode/mcp.json", """{ "servers": { "a": { "command": "${workspaceFolder}/x", "args": ["${env:A}"] } } }""", "stdio FOLDER/x ${A}")]
    public void Each_programs_spelling_is_read(string program, string file, string text, string expected)
    {
        var source = Assert.Single(Read(file, text));
        var config = source.Config;
        string[] words =
        [
            config.Transport.ToString().ToLowerInvariant(),
            config.Command ?? config.Url!,
            .. config.Arguments,
            .. config.Environment.Select(static pair => $"{pair.Key}={pair.Value}"),
        ];

        Assert.Equal(expected.Replace("FOLDER", _folder.Path, StringComparison.Ordinal), string.Join(' ', words));
        Assert.Empty(source.Warnings);
        Assert.True(FileFormat.HoldsServers(Encoding.UTF8.GetBytes(text), file));
        Assert.Contains(program, Failure("unknown.json", """{ "scripts": {} }"""), StringComparison.Ordinal);
        Assert.Contains(File.ReadLines(Repository.PathOf("docs/config.md")), line => line.StartsWith('|') && line.Split('|')[1].Contains(program, StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_of_a_project_lies_beside_the_editors_folder_not_in_it()
    {
        _folder.Write("server.js", "");

        Assert.Equal(_folder.Path, Assert.Single(Read(".cursor/mcp.json", """{ "mcpServers": { "a": { "command": "node", "args": ["server.js"] } } }""")).Folder);
        Assert.Equal(_folder.Path, Assert.Single(Read(".codex/config.toml", "[mcp_servers.a]\ncommand = \"node\"\n")).Folder);
    }

    [Fact]
    public void A_question_of_VS_Codes_is_told_with_its_words()
    {
        const string Text = """{ "inputs": [{ "id": "key", "type": "promptString", "description": "Weather API key" }], "servers": { "a": { "command": "x", "env": { "K": "${input:key}" } } } }""";

        Assert.Contains("is a question that VS Code asks (\"Weather API key\"), but an executor never asks. Write ${KEY} and set the environment variable KEY.", Failure("mcp.json", Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.json", """{ "scripts": {}, "dependencies": {} }""", "FILE has \"scripts\", \"dependencies\". This is not a known config format.")]
    [InlineData("x.toml", "[package]\nname = \"x\"\n", "FILE has no table [mcp_servers.NAME]. This is not a known config format. Known formats:\n")]
    public void A_file_of_an_unknown_shape_is_answered_with_the_known_ones(string file, string text, string message)
    {
        var failure = Failure(file, text);

        Assert.StartsWith(message, failure, StringComparison.Ordinal);
        Assert.All(new[] { "mcpServers", "\"servers\"", "context_servers", "[mcp_servers.NAME]", "packages" }, known => Assert.Contains(known, failure, StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_that_is_described_wrongly_does_not_hide_the_others()
    {
        var readings = ConfigFile.ReadEach(_folder.Write("x.json", """{ "mcpServers": { "bad": { "command": 5 }, "good": { "command": "x" } } }"""), null);

        Assert.Equal([("bad", false), ("good", true)], readings.Select(static reading => (reading.Key!, reading.Source is not null)));
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<ServerSource> Read(string file, string text) => ConfigFile.Read(_folder.Write(file, text), null);

    private string Failure(string file, string text) =>
        Assert.Throws<SkillException>(() => Read(file, text)).Message.Replace(_folder[file], "FILE", StringComparison.Ordinal);
}
