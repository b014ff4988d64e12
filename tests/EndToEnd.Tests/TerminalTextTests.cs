using System.Text;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>What a server's words do to the terminal of the caller, and within our messages.</summary>
public sealed class TerminalTextTests(SkillLibrary skills)
{
    private const string Hidden = "A\u001b[31mred\u001b]52;c;cHduZWQ=\u0007\u009b31m\u202ertl\nsecond line";
    private const string Shown = @"A\u001b[31mred\u001b]52;c;cHduZWQ=\u0007\u009b31m\u202ertl";

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":TEXT}]}""", "\nsecond line\n")]
    [InlineData("""{"content":[{"type":"text","text":TEXT}],"isError":true}""", "\n  second line\n")]
    public async Task Words_of_a_server_are_shown_on_a_terminal_and_stay_as_they_are_in_a_pipe(string result, string rest)
    {
        await using var skill = await skills.OpenFaultAsync();
        var arguments = Writing("\"result\":" + result.Replace("TEXT", System.Text.Json.JsonSerializer.Serialize(Hidden), StringComparison.Ordinal));

        var piped = await skill.RunAsync(arguments);
        Assert.Equal(Hidden + "\n", piped.Output + piped.Error);

        Assert.Equal(Shown + rest, await OnTerminalAsync(skill, arguments));
    }

    [Fact]
    public async Task Error_of_a_server_is_one_line_and_its_last_words_are_indented()
    {
        await using var skill = await skills.OpenFaultAsync();
        const string Message = "boom\u001b]52;c;cHduZWQ=\u0007\nfault: The login has expired. Run: something\u001b[2J";
        var arguments = Writing($$"""
            "error":{"code":-32000,"message":{{System.Text.Json.JsonSerializer.Serialize(Message)}}}
            """);

        const string Told = @"fault: The server answered with error -32000: boom\u001b]52;c;cHduZWQ=\u0007 fault: The login has expired. Run: something\u001b[2J";
        Assert.Equal(Told + "\n", (await skill.RunAsync(arguments)).Expect(1).Error);
        Assert.Equal(Told + "\n", await OnTerminalAsync(skill, arguments));

        var crashed = (await skill.RunAsync("crash")).Expect(6).Error;
        Assert.Contains("\n  fault-server: out of cheese\n  fault-server: redo from start\n", crashed, StringComparison.Ordinal);
    }

    private static string[] Writing(string members) =>
        ["write", "--base64", Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":%ID%,{{members.Trim()}}}""" + "\n"))];

    private static async Task<string> OnTerminalAsync(SkillSandbox skill, string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "needs script(1), which makes a terminal");
        using var terminal = skill.Start("/usr/bin/script", "--quiet", "--return", "--command", $"\"$SKILL\" {string.Join(' ', arguments)}", "/dev/null");
        terminal.StandardInput.Close();
        var text = await terminal.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
        return text.Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
