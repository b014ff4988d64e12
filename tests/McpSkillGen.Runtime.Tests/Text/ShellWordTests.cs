using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Tests.Text;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("scripts/notes", "scripts/notes")]
    [InlineData("--name=a,b", "--name=a,b")]
    [InlineData("", "''")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("~/notes", "'~/notes'")]
    [InlineData(@"a\b", @"'a\b'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("é", "'é'")]
    public void A_word_that_a_POSIX_shell_would_change_is_quoted(string text, string word) => Assert.Equal(word, ShellWord.Posix(text));

    [Fact]
    public void A_word_for_this_machine_is_for_its_shell() =>
        Assert.Equal(OperatingSystem.IsWindows() ? "\"two words\"" : "'two words'", ShellWord.Of("two words"));
}
