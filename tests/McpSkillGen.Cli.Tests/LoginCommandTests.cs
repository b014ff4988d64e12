using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Tests;

/// <summary>What <c>mcpgen login</c> takes, and how a person is told of it. Logging in itself is tried end to end.</summary>
public sealed class LoginCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("no config is given; expected the path of a config or a skill's folder, or --url URL.")]
    [InlineData("a config and --url are given", "agents.json", "--url", "https://x.example/mcp")]
    [InlineData("--server only applies to a config.", "--url", "https://x.example/mcp", "--server", "one")]
    [InlineData("--url is 'x.example'; expected an absolute http or https address.", "--url", "x.example")]
    [InlineData("agents.json has several servers; choose one with --server NAME.", "agents.json")]
    [InlineData("--timeout is '-1'; expected a number of seconds, more than 0.", "agents.json", "--timeout", "-1")]
    [InlineData("There is nothing to log in to: the server is a program on this machine", "agents.json", "--server", "one")]
    [InlineData("There is nothing to log in to: requests to https://x.example/mcp carry the credentials", "agents.json", "--server", "two")]
    public async Task What_cannot_be_logged_in_to_is_exit_2_and_says_what_is_expected(string expected, params string[] arguments)
    {
        _folder.Write("agents.json", """{ "mcpServers": { "one": { "command": "x" }, "two": { "url": "https://x.example/mcp", "headers": { "Authorization": "Bearer y" } } } }""");

        var ended = await Mcpgen.RunAsync(_folder.Path, ["login", .. arguments]);

        Assert.Contains(expected, ended.Errors, StringComparison.Ordinal);
        Assert.Equal(2, ended.ExitCode);
    }

    [Fact]
    public void The_command_that_is_told_names_the_same_server()
    {
        _folder.Write("my agents.json", """{ "mcpServers": { "git hub": { "url": "https://x.example/mcp" } } }""");
        _folder.Write("own.json", """{ "url": "https://x.example/mcp" }""");

        Assert.Equal($"mcpgen login '{_folder["my agents.json"]}' --server 'git hub'", ConfigFile.Read(_folder["my agents.json"], serverName: null).Single().LoginCommand);
        Assert.Equal($"mcpgen login {_folder["own.json"]}", ConfigFile.Read(_folder["own.json"], serverName: null).Single().LoginCommand);
        Assert.Equal("mcpgen login --url 'https://x.example/mcp?a=b'", CommandLineSource.Remote("https://x.example/mcp?a=b", TransportKind.Http, name: null, []).LoginCommand);
    }

    public void Dispose() => _folder.Dispose();
}
