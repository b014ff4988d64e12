using System.Text;
using McpSkillGen.Host.Streams;

namespace McpSkillGen.Host.Tests;

public sealed class WriteQueueTests
{
    [Fact]
    public void What_is_added_while_the_queue_is_held_shares_one_write()
    {
        using var stream = new CountingStream();
        var queue = new WriteQueue(stream, CancellationToken.None);

        queue.Hold();
        queue.Add(Text("one "));
        queue.Add(Text("two "));
        queue.Add(Text("three"));
        Assert.Equal(0, stream.Writes);
        Assert.Equal(13, queue.WaitingBytes);
        queue.Release();

        Assert.Equal((1, "one two three", 0L), (stream.Writes, stream.Text, queue.WaitingBytes));
    }

    [Fact]
    public void What_is_added_to_a_free_queue_is_written_before_Add_returns()
    {
        using var stream = new CountingStream();
        var queue = new WriteQueue(stream, CancellationToken.None);
        var written = new TaskCompletionSource<bool>();

        queue.Add(Text("now"), written.SetResult);

        Assert.True(written.Task is { IsCompletedSuccessfully: true, Result: true });
        Assert.Equal("now", stream.Text);
    }

    [Fact]
    public async Task Slow_reader_holds_up_nobody_and_what_gathers_meanwhile_shares_the_next_write()
    {
        using var stream = new CountingStream { Gate = new TaskCompletionSource() };
        var queue = new WriteQueue(stream, CancellationToken.None);

        queue.Add(Text("a"));
        queue.Add(Text("b"));
        queue.Add(Text("c"));
        var flushed = queue.FlushAsync();
        Assert.False(flushed.IsCompleted);
        stream.Gate.SetResult();
        await flushed.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, "abc"), (stream.Writes, stream.Text));
    }

    [Fact]
    public void Everything_is_written_in_its_order_however_long_it_is()
    {
        using var stream = new CountingStream();
        var queue = new WriteQueue(stream, CancellationToken.None);
        var texts = Enumerable.Range(0, 20).Select(static i => new string((char)('a' + i), i % 3 == 0 ? 100_000 : 30_000)).ToArray();

        queue.Hold();
        foreach (var text in texts)
        {
            queue.Add(Text(text));
        }

        queue.Release();

        Assert.Equal(string.Concat(texts), stream.Text);
    }

    [Fact]
    public async Task Nothing_is_written_after_the_reader_has_gone_and_everybody_is_told()
    {
        using var stream = new CountingStream { IsBroken = true };
        var queue = new WriteQueue(stream, CancellationToken.None);
        var (first, second) = (new TaskCompletionSource<bool>(), new TaskCompletionSource<bool>());

        queue.Add(Text("x"), first.SetResult);
        queue.Add(Text("y"), second.SetResult);

        Assert.Equal((false, false, 1), (await first.Task, await second.Task, stream.Writes));
        Assert.IsType<IOException>(queue.Trouble);
    }

    private static Outgoing Text(string text) => new(Encoding.ASCII.GetBytes(text));

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public bool IsBroken { get; init; }

        public TaskCompletionSource? Gate { get; init; }

        public string Text => Encoding.ASCII.GetString(ToArray());

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            if (IsBroken)
            {
                throw new IOException("nobody reads");
            }

            if (Gate is not null)
            {
                await Gate.Task;
            }

            Write(buffer.Span);
        }
    }
}
