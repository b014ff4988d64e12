using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Arguments;

public sealed class GlobalOptionsTests
{
    [Fact]
    public void Without_any_the_result_is_printed_and_the_host_kept()
    {
        var line = CommandLine.Read(SampleSkill.Everything);

        Assert.Equal(new GlobalOptions(new OutputOptions(), Timeout: null, KeepAlive: true), line.Options);
        Assert.False(line.WantsHelp);
    }

    [Fact]
    public void All_of_them_are_read_wherever_they_stand()
    {
        var line = CommandLine.Read(
            SampleSkill.Everything, "--json", "--output", "f", "--text", "x", "--timeout=2.5", "--max-bytes", "10", "--no-keep-alive", "--quiet", "-h");

        Assert.Equal(
            new GlobalOptions(new OutputOptions(AsJson: true, File: "f", MaxBytes: 10, IsQuiet: true), TimeSpan.FromSeconds(2.5), KeepAlive: false),
            line.Options);
        Assert.True(line.WantsHelp);
    }

    [Theory]
    [InlineData("--timeout")]
    [InlineData("--max-bytes")]
    public void Numbers_that_are_none_are_told(string flag)
    {
        foreach (var value in new[] { "0", "-1", "x", "", "1e9", "99999999999" })
        {
            Assert.StartsWith($"{flag} is '{value}'; expected a number of ", Assert.Single(CommandLine.Read(SampleSkill.Everything, flag, value).Problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_flag_without_a_value_takes_none() =>
        Assert.Equal(["--json=yes: --json takes no value."], CommandLine.Read(SampleSkill.Everything, "--json=yes").Problems);

    [Fact]
    public void The_last_one_wins() =>
        Assert.Equal("b", CommandLine.Read(SampleSkill.Everything, "--output", "a", "--output", "b").Options.Output.File);
}
