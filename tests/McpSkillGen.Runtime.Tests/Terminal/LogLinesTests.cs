using McpSkillGen.Runtime.Terminal;

namespace McpSkillGen.Runtime.Tests.Terminal;

public sealed class LogLinesTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public void Message_is_a_line_with_its_level_and_logger()
    {
        var logs = new LogLines(isTerminal: false, _lines.Add);

        logs.Show("info", "db", "connected");
        logs.Show(null, null, "words");
        logs.Show("error", null, null);

        Assert.Equal(["[info db] connected", "[log] words", "[error] "], _lines);
    }

    [Theory]
    [InlineData(false, 101)]
    [InlineData(true, 5000)]
    public void Messages_without_end_are_bounded_where_nobody_sits(bool isTerminal, int written)
    {
        var logs = new LogLines(isTerminal, _lines.Add);
        for (var i = 0; i < 5000; i++)
        {
            logs.Show("info", null, $"{i}");
        }

        Assert.Equal(written, _lines.Count);
        Assert.Equal("[info] 99", _lines[99]);
        Assert.Equal(isTerminal ? "[info] 100" : "[log] The server logs more than 100 messages during this call. The rest is not shown.", _lines[100]);
    }

    [Fact]
    public void Long_message_is_cut()
    {
        new LogLines(isTerminal: true, _lines.Add).Show("info", null, new string('x', 1_000_000));

        Assert.Equal("[info] " + new string('x', 2000) + "…", Assert.Single(_lines));
    }
}
