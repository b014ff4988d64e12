using System.Text;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Tests.Text;

/// <summary>Foreign text on a terminal, and within our own messages.</summary>
public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain ~ text\tand\nlines\r\n", "plain ~ text\tand\nlines\r\n")]
    [InlineData("\u001b[31mred\u001b[0m", @"\u001b[31mred\u001b[0m")]
    [InlineData("\u001b]52;c;cHduZWQ=\u0007", @"\u001b]52;c;cHduZWQ=\u0007")]
    [InlineData("\u009b31m\u0085\u007f\b", @"\u009b31m\u0085\u007f\u0008")]
    [InlineData("over\rwritten", @"over\u000dwritten")]
    [InlineData("\u202ertl\u202c \u2066x\u2069 \u200f \u061c", @"\u202ertl\u202c \u2066x\u2069 \u200f \u061c")]
    [InlineData("a\u200bb\u2060c\ufeffd\u00ade\u3164f\u180eg", @"a\u200bb\u2060c\ufeffd\u00ade\u3164f\u180eg")]
    [InlineData("tag \U000e0041\U000e0100 \ufe00", @"tag \U000e0041\U000e0100 \ufe00")]
    [InlineData("a\u2028b\u2029c", @"a\u2028b\u2029c")]
    [InlineData("Grüße, 你好, \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f", "Grüße, 你好, \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f")]
    [InlineData("می\u200cخواهم a\u200cb", "می\u200cخواهم a\\u200cb")]
    public void What_a_terminal_would_obey_hide_or_reorder_is_shown(string text, string shown)
    {
        Assert.Equal(shown, VisibleText.OfLines(text));
        Assert.Equal(shown, Encoding.UTF8.GetString(VisibleText.OfLines(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_shown()
    {
        Assert.Equal(@"a\x9b31m\xff\xe4\xbd", Encoding.UTF8.GetString(VisibleText.OfLines([(byte)'a', 0x9b, (byte)'3', (byte)'1', (byte)'m', 0xff, 0xe4, 0xbd])));
    }

    [Theory]
    [InlineData("one", "one")]
    [InlineData("one\r\n    two\n\n\tthree\u2028four", "one two three four")]
    [InlineData("a\tb  c", "a b  c")]
    [InlineData("x\nrt: The login has expired.\u001b[2J", @"x rt: The login has expired.\u001b[2J")]
    public void Text_within_a_message_of_ours_stays_on_its_line(string text, string line)
    {
        Assert.Equal(line, PlainLine.Of(text));
    }

    [Fact]
    public void Whatever_the_text_nothing_in_it_acts_on_a_terminal()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);

            var shown = VisibleText.OfLines(Encoding.UTF8.GetString(VisibleText.OfLines(bytes)));

            Assert.All(shown, static c => Assert.False(char.IsControl(c) && c is not ('\n' or '\t' or '\r')));
            Assert.DoesNotContain('\r', shown.Replace("\r\n", "", StringComparison.Ordinal));
        }
    }
}
