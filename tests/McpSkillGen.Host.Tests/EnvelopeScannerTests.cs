using System.Buffers;
using System.Text;
using McpSkillGen.Host.Messages;

namespace McpSkillGen.Host.Tests;

/// <summary>What a line is, found while its bytes arrive, wherever they are cut.</summary>
public sealed class EnvelopeScannerTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":3,"result":{}}""", "3 result object")]
    [InlineData("""{"result":{"id":9,"method":"x","error":1},"jsonrpc":"2.0","id":3}""", "3 result object")]
    [InlineData("""{"result":[{"resultType":"input_required"}],"id":3}""", "3 result object")]
    [InlineData("""{"result":{"resultType":"input_required","x":[{}]},"id":3}""", "3 result input object")]
    [InlineData("""{"result":{"x":{"resultType":"input_required"}},"id":3}""", "3 result object")]
    [InlineData("""{"result":{"x":"resultType","y":"input_required"},"id":3}""", "3 result object")]
    [InlineData("""{"result":{"resultType":"complete"},"id":3}""", "3 result object")]
    [InlineData("""{"result":"{\"id\":4}","id":3}""", "3 result object")]
    [InlineData("""{"result":"\\","id":3}""", "3 result object")]
    [InlineData("""{"result":"}]\"","id": -3 }""", "-3 result object")]
    [InlineData("""{"id":"abc","error":{"code":1}}""", "abc error object")]
    [InlineData("""{"id":null,"error":{}}""", "- error object")]
    [InlineData("""{"id":1.5,"result":1}""", "- result object")]
    [InlineData("""{"id":{"id":3},"result":1}""", "- result object")]
    [InlineData("""{"\u0069d":3,"result":1}""", "- result object")]
    [InlineData("""{"method":"notifications/progress","params":{"id":3}}""", "- method object")]
    [InlineData("""{"id":3,"result":{""", "3 result")]
    [InlineData("""{"id":3""", "-")]
    [InlineData("""{"id":3} {"id":4}""", "3")]
    [InlineData("""{"id":3} x""", "3")]
    [InlineData("""[{"id":3,"result":1}]""", "-")]
    [InlineData("""}{"id":3}""", "-")]
    [InlineData("Loading [===> ]", "-")]
    [InlineData(" \t\r", "- blank")]
    [InlineData("\uFEFF{}", "- object")]
    [InlineData("""{"idididididididididididididididididididididid":3,"id":12345678901234567890123456789012345678901234567890}""", "- object")]
    public void Members_at_the_top_are_found_wherever_the_line_is_cut(string line, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        for (var piece = 1; piece <= bytes.Length; piece++)
        {
            var scanner = new EnvelopeScanner();
            for (var start = 0; start < bytes.Length; start += piece)
            {
                scanner.Scan(bytes.AsSpan(start, Math.Min(piece, bytes.Length - start)));
            }

            Assert.Equal(expected, Tell(scanner));
            scanner.Reset();
            Assert.Equal("- blank", Tell(scanner));
        }
    }

    [Theory]
    [InlineData("""{"id":1,"result":{"a":[1,2,{"b":"ü"}]},"x":null}""", """{"a":[1,2,{"b":"ü"}]}""")]
    [InlineData("""{"result":1,"result": "last" , "id":1}""", "\"last\"")]
    [InlineData("""{"result":"cut \ud83d","id":1}""", """
        "cut \ud83d"
        """)]
    public void Result_is_cut_out_byte_for_byte_wherever_the_line_is_cut(string line, string expected)
    {
        foreach (var sequence in Cuts(Encoding.UTF8.GetBytes(line)))
        {
            Assert.Null(AnswerReader.TryRead(sequence, out var result, out var error));
            Assert.Equal(expected, Encoding.UTF8.GetString(result));
            Assert.True(error.IsEmpty);
        }
    }

    [Theory]
    [InlineData(true, 0xC3, 0xBC)]
    [InlineData(true, 0xF0, 0x9F, 0x91, 0x8B)]
    [InlineData(false, 0xC3)]
    [InlineData(false, 0xBC)]
    [InlineData(false, 0xF0, 0x9F, 0x91)]
    [InlineData(false, 0xED, 0xA0, 0xBD)]
    [InlineData(false, 0xF8, 0x88, 0x80, 0x80)]
    [InlineData(false, 0xC3, 0xC3)]
    public void Utf8_is_checked_across_the_seams_of_segments(bool isValid, params int[] odd)
    {
        var bytes = (byte[])[.. "a\"b"u8, .. odd.Select(static one => (byte)one), .. "c"u8];
        foreach (var sequence in Cuts(bytes))
        {
            Assert.Equal(isValid, AnswerReader.IsUtf8(sequence));
        }

        Assert.Equal(isValid, AnswerReader.IsUtf8(Cuts(bytes[..^1]).First()));
    }

    /// <summary>The bytes in pieces of every length, up to one piece.</summary>
    private static IEnumerable<ReadOnlySequence<byte>> Cuts(byte[] bytes)
    {
        for (var length = 1; length <= bytes.Length; length++)
        {
            Piece? first = null, last = null;
            for (var start = 0; start < bytes.Length; start += length)
            {
                last = new Piece(bytes.AsMemory(start, Math.Min(length, bytes.Length - start)), last);
                first ??= last;
            }

            yield return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
        }
    }

    private static string Tell(EnvelopeScanner scanner) => string.Join(' ', new[]
    {
        scanner.Id?.ToString() ?? "-",
        scanner.HasMethod ? "method" : null,
        scanner.HasResult ? "result" : null,
        scanner.HasError ? "error" : null,
        scanner.AsksForInput ? "input" : null,
        scanner.IsObject ? "object" : null,
        scanner.IsBlank ? "blank" : null,
    }.OfType<string>());

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? previous)
        {
            Memory = memory;
            RunningIndex = previous is null ? 0 : previous.RunningIndex + previous.Memory.Length;
            if (previous is not null)
            {
                previous.Next = this;
            }
        }
    }
}
