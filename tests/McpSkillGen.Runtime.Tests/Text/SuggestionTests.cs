using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Tests.Text;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("mesage", "message")]
    [InlineData("MESSAGE", "message")]
    [InlineData("messgae", "message")]
    [InlineData("nummber", "number")]
    [InlineData("ab", "ax")]
    public void A_typing_error_is_recognized(string word, string expected) =>
        Assert.Equal(expected, Suggestion.Nearest(word, ["message", "number", "ax"]));

    [Theory]
    [InlineData("zebra")]
    [InlineData("")]
    [InlineData("messages-of-the-day")]
    public void What_is_far_from_everything_gets_no_suggestion(string word) =>
        Assert.Null(Suggestion.Nearest(word, ["message", "number"]));

    [Fact]
    public void The_nearest_wins() => Assert.Equal("delete-note", Suggestion.Nearest("delet-note", ["delete-vote", "delete-note", "delete"]));
}
