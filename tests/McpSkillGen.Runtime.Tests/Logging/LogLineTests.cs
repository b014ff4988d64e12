using McpSkillGen.Runtime.Logging;

namespace McpSkillGen.Runtime.Tests.Logging;

public sealed class LogLineTests
{
    [Fact]
    public void A_call_is_read_as_it_was_written()
    {
        var line = LogLine.NowCall("get sum", "answered with 12 bytes after 3 ms");

        Assert.Equal("get\\u{20}sum", line.CallName);
        Assert.Equal(line, LogLine.Parse(line.ToString()));
    }

    [Fact]
    public void A_line_about_no_call_is_read_as_it_was_written()
    {
        var line = LogLine.Now(LogLine.Server, "The server ended.");

        Assert.Equal(line, LogLine.Parse(line.ToString()));
        Assert.Null(line.CallName);
    }

    [Theory]
    [InlineData("Unhandled exception.")]
    [InlineData("")]
    [InlineData("   at System.Foo() in x")]
    public void What_is_not_the_hosts_own_is_text(string line) =>
        Assert.Equal(new LogLine(null, null, null, line), LogLine.Parse(line));

    [Theory]
    [InlineData("echo", "echo")]
    [InlineData("größe-👋", "größe-👋")]
    [InlineData("a\nb", "a\\u{a}b")]
    [InlineData("a\u2028b\u202eb\u00a0", "a\\u{2028}b\\u{202e}b\\u{a0}")]
    [InlineData("\u001b[31m", "\\u{1b}[31m")]
    [InlineData("back\\slash", "back\\u{5c}slash")]
    [InlineData("", "\\u{}")]
    public void A_name_is_one_word_whatever_it_holds(string name, string word) => Assert.Equal(word, LogLine.EscapeName(name));

    [Fact]
    public void A_name_is_not_longer_than_a_line_bears() =>
        Assert.InRange(LogLine.EscapeName(new string('\n', 1_000_000)).Length, 100, 140);

    [Fact]
    public void What_follows_a_line_break_is_left_out() =>
        Assert.EndsWith(" server It ended. Its last words:", LogLine.Now(LogLine.Server, "It ended. Its last words:\ntoken 123").ToString(), StringComparison.Ordinal);

    [Fact]
    public void As_json_a_line_is_an_object_with_its_parts()
    {
        Assert.Equal(
            """{"time":"2026-11-22T19:00:00.123Z","kind":"call","name":"echo","text":"failed (6) after 4 ms"}""",
            LogPrinter.AsJson(LogLine.Parse("2026-11-22T19:00:00.123Z call echo failed (6) after 4 ms")));
        Assert.Equal("""{"time":null,"kind":null,"text":"Aborted"}""", LogPrinter.AsJson(LogLine.Parse("Aborted")));
    }
}
