using McpSkillGen.Runtime.Commands;

namespace McpSkillGen.Runtime.Tests.Commands;

public sealed class CommandTableTests
{
    [Theory]
    // As it is written today.
    [InlineData("echo --message hi", "echo", "--message hi")]
    [InlineData("list", "list", "")]
    [InlineData("describe echo", "describe", "echo")]
    [InlineData("call echo {}", "call", "echo {}")]
    // Flags of every command may come first, with their values. Their own names keep them from a tool's flags of the same name.
    [InlineData("--json echo --message hi", "echo", "--skill-json --message hi")]
    [InlineData("--timeout 5 --output list echo", "echo", "--skill-timeout 5 --skill-output list")]
    [InlineData("--timeout=5 echo", "echo", "--skill-timeout=5")]
    [InlineData("--max-bytes 10 --quiet --no-keep-alive status --json", "status", "--skill-max-bytes 10 --skill-quiet --skill-no-keep-alive --json")]
    // The older spellings.
    [InlineData("--list", "list", "")]
    [InlineData("--json --list", "list", "--skill-json")]
    [InlineData("--describe echo", "describe", "echo")]
    [InlineData("--status --json", "status", "--json")]
    [InlineData("--stats", "stats", "")]
    [InlineData("--logs 5 --json", "logs", "5 --json")]
    [InlineData("--json --reset-stats", "reset-stats", "--skill-json")]
    [InlineData("--call echo {}", "call", "echo {}")]
    [InlineData("--call", "call", "")]
    // A tool's own values are not commands.
    [InlineData("echo --message --list", "echo", "--message --list")]
    [InlineData("--output --list echo", "echo", "--skill-output --list")]
    // None at all.
    [InlineData("", null, "")]
    [InlineData("--help", null, "--skill-help")]
    [InlineData("-h", null, "-h")]
    [InlineData("--timeout", null, "--skill-timeout")]
    public void The_command_is_found_and_the_rest_keeps_its_order(string line, string? name, string rest)
    {
        var (found, arguments) = CommandTable.Split(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(name, found);
        Assert.Equal(rest, string.Join(' ', arguments));
    }
}
