using System.Text;
using McpSkillGen.Runtime.Batch;

namespace McpSkillGen.Runtime.Tests.Batch;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "1:a")]
    [InlineData("a\n", "1:a")]
    [InlineData("a\n\nb", "1:a 2: 3:b")]
    [InlineData("\n\n", "1: 2:")]
    [InlineData("a\r\nb\n", "1:a\r 2:b")]
    [InlineData("0123456789ab\nc\n", "1:! 2:c")]
    [InlineData("c\n0123456789abcdefghi", "1:c 2:!")]
    public void Lines_are_the_same_however_the_stream_is_cut(string text, string expected)
    {
        for (var step = 1; step <= text.Length + 1; step++)
        {
            var reader = new LineReader(new SteppingStream(Encoding.UTF8.GetBytes(text), step), maxLength: 10);
            var lines = new List<string>();
            while (reader.Read(out var line, out var isTooLong))
            {
                // Whether a line just above the limit is held depends on how it came; far above it never is.
                lines.Add($"{reader.Number}:{(isTooLong || line.Length > 10 ? "!" : Encoding.UTF8.GetString(line))}");
            }

            Assert.Equal(expected, string.Join(' ', lines));
        }
    }

    [Fact]
    public void A_line_longer_than_the_buffer_arrives_whole_and_the_next_one_after_it()
    {
        var text = new string('x', 1_000_000);
        var reader = new LineReader(new SteppingStream(Encoding.UTF8.GetBytes($"{text}\ny\n"), 70_001), maxLength: 2_000_000);

        Assert.True(reader.Read(out var first, out _));
        Assert.Equal(text.Length, first.Length);
        Assert.True(reader.Read(out var second, out _));
        Assert.Equal("y", Encoding.UTF8.GetString(second));
        Assert.False(reader.Read(out _, out _));
    }

    // Gives no more than so many bytes at a time.
    private sealed class SteppingStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(step, buffer.Length)]);
    }
}
