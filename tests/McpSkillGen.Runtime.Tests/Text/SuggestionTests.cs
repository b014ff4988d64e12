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

    [Theory]
    [InlineData("--sheet", " Did you mean --sheet-name or excel-read-sheet?")]
    [InlineData("--name", " Did you mean --sheet-name?")]
    [InlineData("excel-read", " Did you mean excel-read-sheet?")]
    [InlineData("read-excel", " Did you mean excel-read-sheet?")]
    [InlineData("sheet-read", " Did you mean excel-read-sheet?")]
    [InlineData("repo-create", " Did you mean create_repository?")]
    [InlineData("issue", " Did you mean get_issue, list_issues or create_issue?")]
    [InlineData("--", "")]
    [InlineData("get_weather", "")]
    public void A_part_of_a_name_is_recognized_by_its_words(string word, string expected) =>
        Assert.Equal(expected, Suggestion.DidYouMean(word, ["--sheet-name", "--file", "excel-read-sheet", "create_repository", "get_issue", "list_issues", "create_issue", "delete_all_issues"]));

    [Theory]
    [InlineData("mcp__everything__echo", "echo")]
    [InlineData("everything.getSum", "get-sum")]
    [InlineData("getSum", "get-sum")]
    [InlineData("annotated-mesage", "get-annotated-message")]
    [InlineData("search", "search-nodes")]
    public void A_name_as_others_spell_it_is_recognized(string word, string expected) =>
        Assert.Equal($" Did you mean {expected}?", Suggestion.DidYouMean(word, ["echo", "get-sum", "get_sum", "get-annotated-message", "search-nodes", "search_nodes"]));

    [Fact]
    public void The_nearest_wins() => Assert.Equal("delete-note", Suggestion.Nearest("delet-note", ["delete-vote", "delete-note", "delete"]));
}
