using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Tests;

public sealed class ConfigFileTests : IDisposable
{
    private const string TwoServers =
        """
        {
          // as Claude writes it
          "mcpServers": {
            "first": { "type": "stdio", "command": "npx", "args": ["-y", "@x/first"], "env": { "T": "${env:TOKEN}" }, "alwaysAllow": ["a"] },
            "second": { "url": "https://example.com/sse", "type": "sse", "headers": { "Authorization": "Bearer ${TOKEN}" } },
            "third": { "command": "uvx", "disabled": true },
          },
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Our_own_format_is_one_server()
    {
        var source = Assert.Single(Read("""{ "name": "x", "command": "node", "keep_alive": 60 }"""));

        Assert.Null(source.Key);
        Assert.Equal("node", source.Config.Command);
        Assert.Equal(TimeSpan.FromMinutes(1), source.Config.KeepAlive.IdleTimeout);
    }

    [Fact]
    public void An_agents_file_gives_every_server_that_is_not_disabled()
    {
        var sources = Read(TwoServers);

        Assert.Equal(["first", "second"], sources.Select(static source => source.Key));
        Assert.Equal(["first", "second"], sources.Select(static source => source.Config.Name));
        Assert.Equal([TransportKind.Stdio, TransportKind.Sse], sources.Select(static source => source.Config.Transport));
        Assert.All(sources, static source => Assert.Empty(source.Warnings));
    }

    [Fact]
    public void An_editors_variable_becomes_ours() => Assert.Equal("${TOKEN}", Read(TwoServers)[0].Config.Environment["T"]);

    [Fact]
    public void A_disabled_server_can_be_chosen_by_name() => Assert.Equal("uvx", Assert.Single(Read(TwoServers, "third")).Config.Command);

    [Fact]
    public void VS_Codes_list_is_read_too() =>
        Assert.Equal("npx", Assert.Single(Read("""{ "inputs": [], "servers": { "a": { "type": "stdio", "command": "npx" } } }""")).Config.Command);

    [Theory]
    [InlineData("secnd", "--server is 'secnd'; FILE has first, second, third. Did you mean second?")]
    [InlineData("zzzzzzzz", "--server is 'zzzzzzzz'; FILE has first, second, third.")]
    public void An_unknown_server_is_answered_with_the_known_ones(string name, string message) =>
        AssertFailure(TwoServers, ExitCode.WrongArguments, message, name);

    [Fact]
    public void A_server_cannot_be_chosen_from_a_config_of_one() =>
        AssertFailure("""{ "command": "x" }""", ExitCode.WrongArguments, "--server is 'y', but FILE has only one server, without a name. Leave --server out.", "y");

    [Theory]
    [InlineData("""{ "mcpServers": {} }""", "FILE: \"mcpServers\" is empty; expected at least one server.")]
    [InlineData("""{ "mcpServers": 5 }""", "FILE: error: \"mcpServers\" is a number; expected servers by name: {\"mcpServers\": {\"NAME\": {\"command\": …}}}.")]
    [InlineData("""{ "servers": { "a": { "command": "x", "disabled": true } } }""", "FILE: every server is disabled. Choose one with --server: a.")]
    [InlineData("{ \"mcpServers\": {\n  \"a\": { \"command\": 5 } } }", "FILE:2:21: error: \"command\" is a number; expected a string.")]
    [InlineData("{ \"mcpServers\": {\n  \"a\": 7 } }", "FILE:2:8: error: the config is a number; expected an object.")]
    [InlineData("{ \"mcpServers\": {\n  \"a\": { \"args\": [] } } }", "FILE:2:8: error: the config has neither \"command\" nor \"url\": say how to start the server, or where it is.")]
    [InlineData("{ \"servers\": { \"a\": { \"command\": \"x\",\n \"args\": [\"${input:api-key}\"] } } }", "FILE:2:12: error: \"${input:api-key}\" is a question that VS Code asks, but an executor never asks. Write ${API_KEY} and set the environment variable API_KEY.")]
    [InlineData("{ \"servers\": { \"a\": { \"command\": \"x\",\n \"cwd\": \"${workspaceFolder}\" } } }", "FILE:2:10: error: \"${workspaceFolder}\" is filled in by an editor, and there is none when an executor runs. Write the path itself, or an environment variable.")]
    [InlineData("{ \"command\": \"x\" ", "FILE:1:18: error: not JSON: it ends too early.")]
    [InlineData("{ \"mcpServers\": { \"a\": ", "FILE:1:24: error: not JSON: it ends too early.")]
    public void What_is_wrong_is_told_with_its_place(string text, string message) =>
        AssertFailure(text, ExitCode.WrongEnvironment, message);

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        var missing = Assert.Throws<SkillException>(() => ConfigFile.Read(_folder["none.json"], null));
        var folder = Assert.Throws<SkillException>(() => ConfigFile.Read(_folder.Path, null));

        Assert.StartsWith("There is no file '", missing.Message, StringComparison.Ordinal);
        Assert.Contains("is a folder; expected a config file", folder.Message, StringComparison.Ordinal);
        Assert.Equal((ExitCode.WrongEnvironment, ExitCode.WrongEnvironment), (missing.ExitCode, folder.ExitCode));
    }

    [Fact]
    public void An_unknown_key_of_an_agents_server_is_a_warning_with_its_place()
    {
        var warning = Assert.Single(Read("{ \"mcpServers\": { \"a\": { \"command\": \"x\",\n  \"agrs\": [] } } }")[0].Warnings);

        Assert.Equal((2, false), (warning.Line, warning.IsError));
        Assert.Contains("did you mean \"args\"?", warning.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<ServerSource> Read(string text, string? server = null) => ConfigFile.Read(_folder.Write("agents.json", text), server);

    private void AssertFailure(string text, ExitCode exitCode, string message, string? server = null)
    {
        var failure = Assert.Throws<SkillException>(() => Read(text, server));

        Assert.Equal(message, failure.Message.Replace(_folder["agents.json"], "FILE", StringComparison.Ordinal));
        Assert.Equal(exitCode, failure.ExitCode);
    }
}
