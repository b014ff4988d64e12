namespace McpSkillGen.Schema.Tests;

public sealed class SummaryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Adds two numbers", "Adds two numbers")]
    [InlineData("Adds. Subtracts.", "Adds.")]
    [InlineData("Reads a file, e.g. a.txt, i.e. any. Then more.", "Reads a file, e.g. a.txt, i.e. any.")]
    [InlineData("Version 1.2 of it. More", "Version 1.2 of it.")]
    [InlineData("Does it\nover two lines. More", "Does it over two lines.")]
    [InlineData("\n\n  Title here\n\nBody.", "Title here")]
    [InlineData("# Title\nBody", "Title Body")]
    [InlineData("Lists:\n- one\n- two", "Lists:")]
    [InlineData("<usecase>Reads a page</usecase> <x", "Reads a page x")]
    [InlineData("a < b and a<5", "a < b and a<5")]
    [InlineData("Reads <path> of <owner/name>, then <file-name>.", "Reads path of owner/name, then file-name.")]
    [InlineData("Runs `<command>` (<why>)", "Runs `command` (why)")]
    [InlineData("Is <b>bold</b><br>and new", "Is bold and new")]
    [InlineData("Sends <message> to Map<string> -> done", "Sends message to Map string -> done")]
    [InlineData("**Bold** but **/*.cs", "Bold but **/*.cs")]
    [InlineData("one|two", "one/two")]
    [InlineData("uses `code` here", "uses `code` here")]
    [InlineData("a `loose tick. `", "a loose tick.")]
    [InlineData("获取列表。更多", "获取列表。")]
    [InlineData("a\u202Eb\u2028c\u0007", "ab c")]
    [InlineData("1. First do this. Then that.", "1. First do this.")]
    public void Is_the_first_sentence_on_one_line_without_markup(string description, string expected) =>
        Assert.Equal(expected, Summary.Of(description));

    [Fact]
    public void Is_cut_at_a_word()
    {
        var summary = Summary.Of(string.Concat(Enumerable.Repeat("word ", 9_000)));

        Assert.True(summary.Length <= Summary.DefaultMaxLength, summary);
        Assert.EndsWith("word…", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_not_cut_within_a_character() =>
        Assert.Equal("x" + string.Concat(Enumerable.Repeat("😀", 49)) + "…", Summary.Of("x" + string.Concat(Enumerable.Repeat("😀", 90))));
}
