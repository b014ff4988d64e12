using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Configuration;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("A = b ", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("A=b\r\nB=c", "b")]
    [InlineData("\uFEFFA=b", "b")]
    [InlineData("A=x\nA=y", "y")]
    [InlineData("A=", "")]
    [InlineData("A=a=b==", "a=b==")]
    [InlineData("A=\"quoted # text\"", "quoted # text")]
    [InlineData("A='quoted # text'", "quoted # text")]
    [InlineData("A=\"\"", "")]
    [InlineData("A=\"two\\nlines\"", "two\nlines")]
    [InlineData("A=\"C:\\\\new \\\"x\\\" \\t\"", "C:\\new \"x\" \\t")]
    [InlineData("A='raw\\n'", "raw\\n")]
    [InlineData("A=plain\\n", "plain\\n")]
    [InlineData("A=b # why", "b")]
    [InlineData("A=\"b\" # why", "b")]
    [InlineData("A='b'# why", "b")]
    [InlineData("A= # nothing", "")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=#c", "#c")]
    [InlineData("A=\"one\ntwo=\nthree\"\nB=c", "one\ntwo=\nthree")]
    [InlineData("A='one\r\n# two\r\n'\r\nB=c", "one\n# two\n")]
    [InlineData("export\tA=`one\n\"two\"` # why", "one\n\"two\"")]
    [InlineData("B=\"x\ny\"\nA=\"a \\\"b\\\"\nc\"", "a \"b\"\nc")]
    [InlineData("exports=1\nA=b", "b")]
    [InlineData("A=\"one\" two", "\"one\" two")]
    [InlineData("A=$B ${C}", "$B ${C}")]
    public void A_value_is_read_as_people_write_it(string text, string expected) => Assert.Equal(expected, DotEnv.Parse(text)["A"]);

    [Fact]
    public void Comments_blank_lines_and_what_is_no_assignment_are_passed_over() =>
        Assert.Equal(["B"], DotEnv.Parse("# A=1\n\n  # C=2\nnothing\n=x\nB=1").Keys);

    [Theory]
    [InlineData("B=1\nA=\"open", 2)]
    [InlineData("A=\"", 1)]
    [InlineData("B=\"x\ny\"\nA='-----BEGIN\nabc=\n", 3)]
    [InlineData("A='open\nB='shut'", 1)]
    public void A_quote_without_an_end_is_told_to_whoever_needs_the_value(string text, int line)
    {
        var look = DotEnv.Over(text, Variables.None);

        var refusal = Assert.Throws<SkillException>(() => look("A"));
        Assert.Equal(ExitCode.WrongEnvironment, refusal.ExitCode);
        Assert.StartsWith($".env:{line}: error: the value of A begins with a quote that does not end.", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("A", DotEnv.Parse(text).Keys);
        Assert.Null(look("C"));
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        var look = DotEnv.Over("A=file\nB=file", static name => name is "A" ? "environment" : null);

        Assert.Equal(("environment", "file", null), (look("A"), look("B"), look("C")));
    }

    [Fact]
    public void A_variable_that_is_set_to_nothing_counts_as_set() =>
        Assert.Equal("", DotEnv.Over("A=file", static _ => "")("A"));

    [Fact]
    public void Without_a_file_the_environment_is_asked_directly() =>
        Assert.Same(Variables.None, DotEnv.Over("", Variables.None));
}
