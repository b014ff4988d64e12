using McpSkillGen.Runtime.Commands;

namespace McpSkillGen.Runtime.Tests.Commands;

public sealed class CommandFinderTests
{
    [Theory]
    // As it is written today.
    [InlineData("echo --message hi", "echo", "--message hi")]
    [InlineData("list", "list", "")]
    [InlineData("describe echo", "describe", "echo")]
    [InlineData("call echo {}", "call", "echo {}")]
    // Flags of every command may come first, with their values.
    [InlineData("--json echo --message hi", "echo", "--json --message hi")]
    [InlineData("--timeout 5 --output list echo", "echo", "--timeout 5 --output list")]
    [InlineData("--timeout=5 echo", "echo", "--timeout=5")]
    [InlineData("--max-bytes 10 --quiet --no-keep-alive status --json", "status", "--max-bytes 10 --quiet --no-keep-alive --json")]
    // The older spellings.
    [InlineData("--list", "list", "")]
    [InlineData("--json --list", "list", "--json")]
    [InlineData("--describe echo", "describe", "echo")]
    [InlineData("--status --json", "status", "--json")]
    [InlineData("--stats", "stats", "")]
    [InlineData("--logs 5 --json", "logs", "5 --json")]
    [InlineData("--json --reset-stats", "reset-stats", "--json")]
    [InlineData("--call echo {}", "call", "echo {}")]
    [InlineData("--call", "call", "")]
    // A tool's own values are not commands.
    [InlineData("echo --message --list", "echo", "--message --list")]
    [InlineData("--output --list echo", "echo", "--output --list")]
    // None at all.
    [InlineData("", null, "")]
    [InlineData("--help", null, "--help")]
    [InlineData("-h", null, "-h")]
    [InlineData("--timeout", null, "--timeout")]
    public void The_command_is_found_and_the_rest_keeps_its_order(string line, string? name, string rest)
    {
        var (found, arguments) = CommandFinder.Split(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(name, found);
        Assert.Equal(rest, string.Join(' ', arguments));
    }

    [Theory]
    [InlineData("""{"tool":"echo","arguments":{"message":"hi"}}""", "echo", """{"message":"hi"}""")]
    [InlineData("""{ "name": "echo" }""", "echo", "{}")]
    [InlineData("""{"tool":"e\ud83d","arguments":[1]}""", "e\uFFFD", "[1]")]
    public void The_older_call_names_tool_and_arguments_in_one_object(string json, string tool, string arguments)
    {
        var (name, rest) = CommandFinder.Split(["--json", "--call", json, "--quiet"]);

        Assert.Equal("call", name);
        Assert.Equal(["--json", tool, arguments, "--quiet"], rest);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"arguments":{}}""")]
    [InlineData("""{"tool":1}""")]
    [InlineData("[]")]
    public void What_is_no_older_call_is_left_for_call_to_explain(string text) =>
        Assert.Equal([text], CommandFinder.Split(["--call", text]).Arguments);
}
