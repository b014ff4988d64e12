using System.Buffers;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Wire;

public sealed class FrameTests
{
    private static readonly (FrameKind Kind, uint Call, byte[] Payload)[] Conversation =
    [
        (FrameKind.Hello, 0, """{"protocol":1}"""u8.ToArray()),
        (FrameKind.Cancel, uint.MaxValue, []),
        (FrameKind.Result, 7, [.. Enumerable.Range(0, 300).Select(static i => (byte)i)]),
        (FrameKind.Answer, 1, "{}"u8.ToArray()),
    ];

    [Fact]
    public void Frames_come_out_as_they_went_in() => AssertConversation(ReadAll(new TrickleStream(Bytes(), [int.MaxValue])));

    [Fact]
    public void A_frame_is_length_kind_and_call_in_little_endian()
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.Write(output, FrameKind.Call, 0x0A0B0C0D, [1, 2]);

        Assert.Equal([2, 0, 0, 0, 5, 0x0D, 0x0C, 0x0B, 0x0A, 1, 2], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Frames_may_be_split_anywhere()
    {
        var bytes = Bytes();
        for (var at = 1; at < bytes.Length; at++)
        {
            AssertConversation(ReadAll(new TrickleStream(bytes, [at, int.MaxValue])));
        }

        AssertConversation(ReadAll(new TrickleStream(bytes, [1])));
    }

    [Fact]
    public async Task Reading_asynchronously_gives_the_same_frames()
    {
        for (var step = 1; step < 50; step++)
        {
            var reader = new FrameReader(new TrickleStream(Bytes(), [step]));
            var frames = new List<(FrameKind, uint, byte[])>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken) is { } frame)
            {
                frames.Add((frame.Kind, frame.Call, frame.Payload.ToArray()));
            }

            AssertConversation(frames);
        }
    }

    [Fact]
    public void Frames_larger_than_every_buffer_pass_and_small_ones_follow()
    {
        var large = new byte[3_000_000];
        new Random(1).NextBytes(large);
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.Write(output, FrameKind.Accepted, 1, []);
        FrameWriter.Write(output, FrameKind.Result, 1, large);
        FrameWriter.Write(output, FrameKind.Log, 2, "{}"u8);

        var frames = ReadAll(new TrickleStream(output.WrittenSpan.ToArray(), [70_000, 11, 4096]));

        Assert.Equal([FrameKind.Accepted, FrameKind.Result, FrameKind.Log], frames.Select(static frame => frame.Kind));
        Assert.True(large.AsSpan().SequenceEqual(frames[1].Payload));
    }

    [Fact]
    public void A_stream_that_ends_between_frames_ends_the_conversation() =>
        Assert.Null(new FrameReader(new MemoryStream()).Read());

    [Fact]
    public async Task An_end_inside_a_frame_is_an_error_at_every_position()
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.Write(output, FrameKind.Result, 1, "{}"u8);
        for (var length = 1; length < output.WrittenCount; length++)
        {
            var cut = output.WrittenSpan[..length].ToArray();
            var error = Assert.Throws<WireException>(() => new FrameReader(new MemoryStream(cut)).Read());
            Assert.Equal($"The connection ended inside a frame, {length} bytes into it.", error.Message);
            await Assert.ThrowsAsync<WireException>(async () => await new FrameReader(new MemoryStream(cut)).ReadAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(18)]
    [InlineData(255)]
    public void An_unknown_kind_is_an_error(byte kind)
    {
        var error = Assert.Throws<WireException>(() => new FrameReader(new MemoryStream([0, 0, 0, 0, kind, 0, 0, 0, 0])).Read());

        Assert.Equal($"A frame has the unknown kind {kind}.", error.Message);
    }

    [Theory]
    [InlineData(Frame.MaxPayloadLength + 1L)]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    public void A_length_beyond_the_limit_is_an_error_at_once(long claimed)
    {
        var error = Assert.Throws<WireException>(() => new FrameReader(new MemoryStream(Claiming((uint)claimed))).Read());

        Assert.Equal($"A frame claims a payload of {claimed} bytes; the limit is {Frame.MaxPayloadLength}.", error.Message);
    }

    [Fact]
    public void A_length_that_is_only_claimed_takes_no_memory()
    {
        var stream = new MemoryStream([.. Claiming(Frame.MaxPayloadLength), 1, 2, 3]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<WireException>(() => new FrameReader(stream).Read());

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_payload_beyond_the_limit_is_not_sent()
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<WireException>(() => FrameWriter.WriteHeader(output, FrameKind.Result, 1, Frame.MaxPayloadLength + 1));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void No_bytes_crash_the_reader_or_make_it_allocate_more_than_they_are()
    {
        var random = new Random(20250102);
        var good = Bytes();
        for (var i = 0; i < Scale.Of(50_000, 1_000_000); i++)
        {
            var bytes = good[..random.Next(good.Length)];
            for (var edits = random.Next(4); edits > 0 && bytes.Length > 0; edits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var stream = new TrickleStream(bytes, [random.Next(1, 64)]);
            var reader = new FrameReader(stream);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var total = Drain(reader);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8192);
            Assert.InRange(total, 0, bytes.Length);
        }

        static int Drain(FrameReader reader)
        {
            var total = 0;
            try
            {
                while (reader.Read() is { } frame)
                {
                    Assert.InRange(frame.Kind, FrameKind.Hello, FrameKind.Notice);
                    total += Frame.HeaderLength + frame.Payload.Length;
                }
            }
            catch (WireException)
            {
            }

            return total;
        }
    }

    private static byte[] Claiming(uint length) => [.. BitConverter.GetBytes(length), (byte)FrameKind.Result, 0, 0, 0, 0];

    private static byte[] Bytes()
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (kind, call, payload) in Conversation)
        {
            FrameWriter.Write(output, kind, call, payload);
        }

        return output.WrittenSpan.ToArray();
    }

    private static List<(FrameKind Kind, uint Call, byte[] Payload)> ReadAll(Stream stream)
    {
        var reader = new FrameReader(stream);
        var frames = new List<(FrameKind, uint, byte[])>();
        while (reader.Read() is { } frame)
        {
            frames.Add((frame.Kind, frame.Call, frame.Payload.ToArray()));
        }

        return frames;
    }

    private static void AssertConversation(IReadOnlyList<(FrameKind Kind, uint Call, byte[] Payload)> frames)
    {
        Assert.Equal(Conversation.Select(static frame => (frame.Kind, frame.Call)), frames.Select(static frame => (frame.Kind, frame.Call)));
        Assert.Equal(
            Conversation.Select(static frame => Convert.ToHexString(frame.Payload)),
            frames.Select(static frame => Convert.ToHexString(frame.Payload)));
    }

    /// <summary>Gives at most so many bytes each time, as a socket may; the last size repeats.</summary>
    private sealed class TrickleStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int _reads;

        public override int Read(Span<byte> buffer)
        {
            var size = sizes[Math.Min(_reads++, sizes.Length - 1)];
            return base.Read(buffer[..Math.Min(size, buffer.Length)]);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));
    }
}
