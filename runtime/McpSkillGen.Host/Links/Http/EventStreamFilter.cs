using System.Buffers;
using System.Text;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links.Http;

/// <summary>
/// A body of server-sent events. Every field except <c>data</c> passes unchanged. The data of an event is a message, which is
/// handled when the event ends. At the end of the body, an event that has not ended counts if its message is complete.
/// </summary>
/// <inheritdoc cref="BodyFilter"/>
internal sealed class EventStreamFilter(MessageSorter sorter, RequestId? awaited = null, Action<string, string>? onUnanswered = null)
    : BodyFilter(sorter, awaited, onUnanswered)
{
    private Place _place = Place.BodyStart;
    private int _markLength;
    private bool _canBeResumed;
    private int _matched;
    private bool _hasData;
    private bool _followsCarriageReturn;

    private enum Place
    {
        BodyStart,
        LineStart,
        AfterColon,
        Data,
        OtherField,
    }

    private static ReadOnlySpan<byte> DataField => "data:"u8;

    public override void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        while (!bytes.IsEmpty)
        {
            bytes = _place switch
            {
                Place.BodyStart => TakeBodyStart(bytes),
                Place.LineStart => TakeLineStart(bytes, output),
                Place.AfterColon => TakeAfterColon(bytes, output),
                _ => TakeValue(bytes, output),
            };
        }
    }

    public override void End(IBufferWriter<byte> output)
    {
        if (_hasData && IsMessage)
        {
            EndEvent(output);
        }

        if (!_canBeResumed)
        {
            MissAnswer("that does not answer the request");
        }
    }

    // It may be the address that begins an SSE connection.
    protected override void TakeNoMessage(ReadOnlySequence<byte> text, IBufferWriter<byte> output) => WriteData(text, output);

    // A byte order mark is no part of the first line.
    private ReadOnlySpan<byte> TakeBodyStart(ReadOnlySpan<byte> bytes)
    {
        var mark = Encoding.UTF8.Preamble;
        if (bytes[0] != mark[_markLength])
        {
            _place = Place.LineStart;
            return bytes;
        }

        _markLength++;
        _place = _markLength == mark.Length ? Place.LineStart : Place.BodyStart;
        return bytes[1..];
    }

    private ReadOnlySpan<byte> TakeLineStart(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var first = bytes[0];
        if (_followsCarriageReturn && first == '\n')
        {
            _followsCarriageReturn = false;
            return bytes[1..];
        }

        _followsCarriageReturn = false;
        if (_matched == 0 && first is (byte)'\n' or (byte)'\r')
        {
            EndEvent(output);
            return AfterLineBreak(bytes);
        }

        if (first == DataField[_matched])
        {
            _matched++;
            if (_matched == DataField.Length)
            {
                (_place, _matched) = (Place.AfterColon, 0);
            }

            return bytes[1..];
        }

        // Only the field "id" begins like this. From the last one on, the SDK asks for the rest of a stream.
        _canBeResumed |= _matched == 0 && first == 'i';
        output.Write(DataField[.._matched]);
        (_place, _matched) = (Place.OtherField, 0);
        return bytes;
    }

    private ReadOnlySpan<byte> TakeAfterColon(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (_hasData)
        {
            // Lines of one event are joined by a line break. To JSON a space is the same.
            Append(" "u8, output);
        }

        (_place, _hasData) = (Place.Data, true);
        return bytes[0] == ' ' ? bytes[1..] : bytes;
    }

    private ReadOnlySpan<byte> TakeValue(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        var value = end < 0 ? bytes : bytes[..end];
        if (_place is Place.Data)
        {
            Append(value, output);
        }
        else
        {
            output.Write(value);
        }

        if (end < 0)
        {
            return [];
        }

        if (_place is Place.OtherField)
        {
            output.Write("\n"u8);
        }

        _place = Place.LineStart;
        return AfterLineBreak(bytes[end..]);
    }

    private ReadOnlySpan<byte> AfterLineBreak(ReadOnlySpan<byte> bytes)
    {
        _followsCarriageReturn = bytes[0] == '\r';
        return bytes[1..];
    }

    private void EndEvent(IBufferWriter<byte> output)
    {
        if (_hasData)
        {
            Finish(output);

            // An event without data does not count, and its id would be lost, by which a broken stream is resumed.
            output.Write("data:\n"u8);
            _hasData = false;
        }

        output.Write("\n"u8);
    }
}
