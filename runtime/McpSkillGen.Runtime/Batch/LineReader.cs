namespace McpSkillGen.Runtime.Batch;

/// <summary>Takes a stream apart into lines as they come, holding no more than one of them.</summary>
/// <param name="stream">Read blocking; a line is handed over as soon as its end was read.</param>
/// <param name="maxLength">The longest line that is held, in bytes.</param>
internal sealed class LineReader(Stream stream, int maxLength)
{
    private const int InitialCapacity = 64 * 1024;

    private byte[] _buffer = new byte[InitialCapacity];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the next line is there, all of it.</summary>
    public bool HasLine => _buffer.AsSpan(_start, _end - _start).Contains((byte)'\n');

    /// <summary>Reads the next line, blocking.</summary>
    /// <param name="line">Without its end; valid until the next read. Empty when it is too long.</param>
    /// <param name="isTooLong">Whether it was longer than is held, and was passed over.</param>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public bool Read(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        isTooLong = false;
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0 || _isAtEnd)
            {
                return Take(found < 0 ? _end - _start : searched + found, isTooLong, out line);
            }

            searched = _end - _start;
            if (searched > maxLength)
            {
                isTooLong = true;
                (_start, _end, searched) = (0, 0, 0);
            }

            Fill();
        }
    }

    private bool Take(int length, bool isTooLong, out ReadOnlySpan<byte> line)
    {
        var isLine = isTooLong || length > 0 || _start + length < _end;
        line = isTooLong ? [] : _buffer.AsSpan(_start, length);
        _start = Math.Min(_end, _start + length + 1);
        Number += isLine ? 1 : 0;
        return isLine;
    }

    private void Fill()
    {
        if (_start == _end)
        {
            // A long line's room is not kept for the short ones that follow it.
            _buffer = _buffer.Length > InitialCapacity ? new byte[InitialCapacity] : _buffer;
            (_start, _end) = (0, 0);
        }
        else if (_end == _buffer.Length)
        {
            var used = _end - _start;
            var target = used > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
            Buffer.BlockCopy(_buffer, _start, target, 0, used);
            (_buffer, _start, _end) = (target, 0, used);
        }

        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _isAtEnd = read == 0;
    }
}
