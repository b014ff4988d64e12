namespace McpSkillGen.Schema.Json;

/// <summary>A place in a text that moves forward and knows its line and column.</summary>
internal sealed class TextCursor(string text)
{
    private int _line;
    private int _lineStart;

    public int Offset { get; private set; }

    public JsonPosition Position => new(Offset, _line, Offset - _lineStart);

    public bool IsAtEnd => Offset == text.Length;

    /// <summary>The next character; at the end NUL, which JSON does not allow.</summary>
    public char Next => IsAtEnd ? '\0' : text[Offset];

    /// <summary>How many UTF-16 code units the next character has: 2 for a surrogate pair, 0 at the end.</summary>
    public int NextLength =>
        IsAtEnd ? 0 : Offset + 1 < text.Length && char.IsSurrogatePair(text[Offset], text[Offset + 1]) ? 2 : 1;

    /// <summary>The next character; empty at the end.</summary>
    public string NextText => text.Substring(Offset, NextLength);

    public JsonSpan NextSpan
    {
        get
        {
            var start = Position;
            return new JsonSpan(start, start with { Offset = Offset + NextLength, Column = start.Column + NextLength });
        }
    }

    public JsonSpan SpanFrom(JsonPosition start) => new(start, Position);

    public string TextFrom(int start) => text.Substring(start, Offset - start);

    public void Advance(int count = 1) => Offset += count;

    public bool Skip(char expected)
    {
        if (IsAtEnd || text[Offset] != expected)
        {
            return false;
        }

        Offset++;
        return true;
    }

    /// <returns>Whether there was a digit.</returns>
    public bool SkipDigits()
    {
        var start = Offset;
        while (Next is >= '0' and <= '9')
        {
            Offset++;
        }

        return Offset > start;
    }

    // Lines end where editors end them: "\n", "\r\n" or "\r". Strings cannot hold these, so only white space moves lines.
    public void SkipWhitespace()
    {
        while (Next is ' ' or '\t' or '\n' or '\r')
        {
            var c = Next;
            Offset++;
            if (c is '\n' || (c is '\r' && Next is not '\n'))
            {
                _line++;
                _lineStart = Offset;
            }
        }
    }
}
