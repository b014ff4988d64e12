using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Tests.Text;

public sealed class HumanTextTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.00042, "0.42 ms")]
    [InlineData(0.0012, "1.2 ms")]
    [InlineData(0.00996, "10 ms")]
    [InlineData(0.312, "312 ms")]
    [InlineData(0.9996, "1 s")]
    [InlineData(4.25, "4.3 s")]
    [InlineData(42.4, "42 s")]
    [InlineData(59.7, "1 min")]
    [InlineData(252, "4 min 12 s")]
    [InlineData(3600, "1 h")]
    [InlineData(3600 + (3 * 60) + 59, "1 h 3 min")]
    [InlineData((3 * 86400) + (4 * 3600) + 100, "3 d 4 h")]
    public void Durations_have_two_units_at_most(double seconds, string text) =>
        Assert.Equal(text, HumanText.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(61, "1 min")]
    [InlineData(7199, "1 h")]
    [InlineData(200000, "2 d")]
    public void Rough_durations_have_one_unit(double seconds, string text) =>
        Assert.Equal(text, HumanText.Roughly(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(640, "640 bytes")]
    [InlineData(655360, "640 KB")]
    [InlineData(32505856, "31 MB")]
    [InlineData(1288490189, "1.2 GB")]
    public void Sizes_are_told_in_the_unit_that_fits(long bytes, string text) => Assert.Equal(text, HumanText.Bytes(bytes));

    [Theory]
    [InlineData(0, "no calls")]
    [InlineData(1, "1 call")]
    [InlineData(1234567, "1,234,567 calls")]
    public void Counts_agree_with_their_noun(long count, string text) => Assert.Equal(text, HumanText.Count(count, "call"));
}
