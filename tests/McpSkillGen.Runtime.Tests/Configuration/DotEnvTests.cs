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
    [InlineData("A=\"open", "\"open")]
    [InlineData("A=\"one\" two", "\"one\" two")]
    [InlineData("A=\"", "\"")]
    [InlineData("A=$B ${C}", "$B ${C}")]
    public void A_value_is_read_as_people_write_it(string text, string expected) => Assert.Equal(expected, DotEnv.Parse(text)["A"]);

    [Fact]
    public void Comments_blank_lines_and_what_is_no_assignment_are_passed_over() =>
        Assert.Equal(["B"], DotEnv.Parse("# A=1\n\n  # C=2\nnothing\n=x\nB=1").Keys);

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
