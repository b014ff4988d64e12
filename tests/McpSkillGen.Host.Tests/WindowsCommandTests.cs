using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Tests;

/// <summary>How a server's command is found and started on Windows.</summary>
public sealed class WindowsCommandTests
{
    private const string Extensions = ".COM;.EXE;.BAT;.CMD";

    [Theory]
    [InlineData(@"C:\npx", @"C:\npx.COM", @"C:\npx.EXE", @"C:\npx.BAT", @"C:\npx.CMD")]
    [InlineData(@"C:\python3.11", @"C:\python3.11.COM", @"C:\python3.11.EXE", @"C:\python3.11.BAT", @"C:\python3.11.CMD")]
    [InlineData(@"C:\a.cmd", @"C:\a.cmd", @"C:\a.cmd.COM", @"C:\a.cmd.EXE", @"C:\a.cmd.BAT", @"C:\a.cmd.CMD")]
    public void A_command_is_a_file_with_an_extension_of_PATHEXT(string command, params string[] files) =>
        Assert.Equal(files, CommandResolver.WindowsCandidates(command, Extensions));

    [Theory]
    [InlineData(@"C:\npm\npx.cmd", true)]
    [InlineData(@"C:\a.BAT", true)]
    [InlineData(@"C:\node.exe", false)]
    [InlineData(@"C:\cmd", false)]
    public void Batch_files_are_known_by_their_extension(string program, bool isBatch) => Assert.Equal(isBatch, BatchFile.Is(program));

    // What cmd and then a program's runtime read back as the argument.
    [Theory]
    [InlineData("-y", "-y")]
    [InlineData("@scope/server@1.0", "@scope/server@1.0")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("%OS%", "\"%%cd:~,%OS%%cd:~,%\"")]
    [InlineData("e&echo.X>f", "\"e&echo.X>f\"")]
    [InlineData("a\"&b", "\"a\"\"&b\"")]
    [InlineData("a\\\"b", "\"a\\\\\"\"b\"")]
    [InlineData("C:\\dir\\", "\"C:\\dir\\\\\"")]
    [InlineData("!x!^", "\"!x!^\"")]
    [InlineData("{\"a\":1}", "\"{\"\"a\"\":1}\"")]
    public void An_argument_of_a_batch_file_is_quoted_so_that_cmd_runs_nothing_of_it(string argument, string quoted) =>
        Assert.Equal($"/e:ON /v:OFF /d /c \"\"C:\\npx.cmd\" {quoted}\"", BatchFile.CommandLine(@"C:\npx.cmd", [argument]));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    public void An_argument_that_no_batch_file_can_get_is_refused(string argument)
    {
        var refused = Assert.Throws<SkillException>(() => BatchFile.CommandLine(@"C:\npx.cmd", ["-y", argument]));

        Assert.Equal(ExitCode.WrongEnvironment, refused.ExitCode);
        Assert.Contains("Item 2 of \"args\"", refused.Message, StringComparison.Ordinal);
    }
}
