using McpSkillGen.Host.Rules;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Rules;

namespace McpSkillGen.Host.Tests.Rules;

public sealed class TextPatternTests
{
    [Theory]
    [InlineData("^/safe/[a-z]+$", "/safe/a", true)]
    [InlineData("^/safe/[a-z]+$", "/safe/a\n", false)]
    [InlineData("^\\d+$", "٣", false)]
    [InlineData("^[\\d.]+$", "1.5", true)]
    [InlineData("^\\w+$", "é", false)]
    [InlineData("^a.b$", "a\rb", false)]
    [InlineData("^\\$\\.$", "$.", true)]
    [InlineData("^[$.]$", ".", true)]
    [InlineData("^\\p{Lu}", "Ä", true)]

    // Beyond ASCII, .NET's edge of a word is not ECMA's.
    [InlineData("\\ba", "éa", null)]
    [InlineData("^.$", "😀", null)]
    public void Expression_means_what_it_means_in_ECMA_262_or_is_in_doubt(string pattern, string text, bool? matches) =>
        Assert.Equal(matches, TextPatterns.Compile([new RulePattern(pattern, "c:1:1")]).ForCall().Matches(pattern, text));

    [Theory]
    [InlineData("(a")]
    [InlineData("[]a]")]
    [InlineData("[^]")]
    [InlineData("[a-z-[m]]")]
    public void Expression_that_cannot_be_read_is_an_error_with_its_place(string pattern)
    {
        var error = Assert.Throws<SkillException>(() => TextPatterns.Compile([new RulePattern(pattern, "c:1:1")]));

        Assert.Equal(ExitCode.WrongEnvironment, error.ExitCode);
        Assert.StartsWith("c:1:1: error: the pattern ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_has_a_budget_for_all_its_texts()
    {
        const string Slow = "^(a+)+$";
        var texts = TextPatterns.Compile([new RulePattern(Slow, "c:1:1"), new RulePattern("b", "c:1:2")]).ForCall();
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(texts.Matches(Slow, new string('a', 40) + "!"));
        }

        Assert.Null(texts.Matches("b", "b"));
    }
}
