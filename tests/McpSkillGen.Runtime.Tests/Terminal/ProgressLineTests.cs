using System.Text;
using McpSkillGen.Runtime.Terminal;

namespace McpSkillGen.Runtime.Tests.Terminal;

public sealed class ProgressLineTests
{
    private readonly StringBuilder _shown = new();

    [Fact]
    public void In_a_pipe_each_step_is_a_line()
    {
        var line = new ProgressLine(isTerminal: false, text => _shown.Append(text));

        line.Show(1, 4, "one");
        line.Show(2.5, null, null);
        line.Show(null, null, "what");
        line.Clear();

        Assert.Equal("progress 1/4 one\nprogress 2.5\nprogress ? what\n", _shown.ToString());
    }

    [Fact]
    public void In_a_pipe_steps_without_end_are_a_few_lines()
    {
        var lines = new List<string>();
        var line = new ProgressLine(isTerminal: false, lines.Add);
        for (var step = 1; step <= 200_000; step++)
        {
            line.Show(step, null, null);
        }

        Assert.Equal(10 + 14, lines.Count);
        Assert.Equal(["progress 10\n", "progress 16\n", "progress 32\n"], lines[9..12]);
        Assert.Equal("progress 131072\n", lines[^1]);
    }

    [Fact]
    public void On_a_terminal_a_bar_is_written_over_and_cleared_once()
    {
        var line = new ProgressLine(isTerminal: true, text => _shown.Append(text));

        line.Show(1, 4, "one");
        line.Show(9, 4, null);
        line.Show(7, null, "unknown end");
        line.Clear();
        line.Clear();

        const string Clear = "\r\u001b[K";
        Assert.Equal(
            $"{Clear}[######..................]  25 % one{Clear}[########################] 100 %{Clear}7 unknown end{Clear}", _shown.ToString());
    }

    [Fact]
    public void A_long_message_does_not_wrap()
    {
        var line = new ProgressLine(isTerminal: true, text => _shown.Append(text));

        line.Show(1, 2, new string('x', 200));

        Assert.Equal(79, _shown.Length - "\r\u001b[K".Length);
    }
}
