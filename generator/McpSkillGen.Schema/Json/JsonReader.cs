using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace McpSkillGen.Schema.Json;

/// <summary>
/// Reads a text as JSON (RFC 8259), strictly: it accepts what <c>System.Text.Json.JsonDocument.Parse</c> accepts with its
/// default options, and nothing else. Unlike it, every value and name knows its line and column and is a text that UTF-8 can
/// say, and it needs no package, which a source generator could not load.
/// </summary>
internal sealed class JsonReader
{
    /// <summary>System.Text.Json's default. The reader and the writer recurse, so a higher limit costs stack.</summary>
    public const int DefaultMaxDepth = 64;

    private readonly TextCursor _cursor;
    private readonly int _maxDepth;
    private int _depth;
    private JsonSyntaxError? _error;

    private JsonReader(string text, int maxDepth) => (_cursor, _maxDepth) = (new TextCursor(text), maxDepth);

    /// <summary>Reads one JSON value that is the whole text.</summary>
    public static bool TryRead(
        string text,
        [NotNullWhen(true)] out JsonNode? root,
        [NotNullWhen(false)] out JsonSyntaxError? error,
        int maxDepth = DefaultMaxDepth)
    {
        var reader = new JsonReader(text, maxDepth);
        root = reader.ReadDocument();
        error = reader._error;
        return root is not null;
    }

    private JsonNode? ReadDocument()
    {
        _cursor.SkipWhitespace();
        if (ReadValue() is not { } root)
        {
            return null;
        }

        _cursor.SkipWhitespace();
        return _cursor.IsAtEnd ? root : Fail<JsonNode>("expected the end of the file after the value");
    }

    // Every Read… returns null exactly if it has recorded an error.
    private JsonNode? ReadValue()
    {
        switch (_cursor.Next)
        {
            case '{':
                return ReadObject();
            case '[':
                return ReadArray();
            case '"':
                var start = _cursor.Position;
                return ReadString() is { } value ? new JsonString(_cursor.SpanFrom(start), value) : null;
            case 't':
                return ReadKeyword("true", static span => new JsonBoolean(span, true));
            case 'f':
                return ReadKeyword("false", static span => new JsonBoolean(span, false));
            case 'n':
                return ReadKeyword("null", static span => new JsonNull(span));
            case '-' or (>= '0' and <= '9'):
                return ReadNumber();
            default:
                return Fail<JsonNode>("expected a value");
        }
    }

    private JsonObject? ReadObject()
    {
        var start = _cursor.Position;
        if (!Enter())
        {
            return null;
        }

        var properties = new List<JsonProperty>();
        _cursor.SkipWhitespace();
        if (_cursor.Next is not '}')
        {
            do
            {
                _cursor.SkipWhitespace();
                if (ReadProperty(isFirst: properties.Count == 0) is not { } property)
                {
                    return null;
                }

                properties.Add(property);
                _cursor.SkipWhitespace();
            }
            while (_cursor.Skip(','));
        }

        return Leave('}', "expected ',' or '}' after a property") ? new JsonObject(_cursor.SpanFrom(start), properties) : null;
    }

    private JsonProperty? ReadProperty(bool isFirst)
    {
        if (_cursor.Next is not '"')
        {
            return Fail<JsonProperty>(isFirst ? "expected a property name in double quotes or '}'" : "expected a property name in double quotes after ','");
        }

        var start = _cursor.Position;
        if (ReadString() is not { } name)
        {
            return null;
        }

        var nameSpan = _cursor.SpanFrom(start);
        _cursor.SkipWhitespace();
        if (!_cursor.Skip(':'))
        {
            return Fail<JsonProperty>("expected ':' after a property name");
        }

        _cursor.SkipWhitespace();
        return ReadValue() is { } value ? new JsonProperty(name, nameSpan, value) : null;
    }

    private JsonArray? ReadArray()
    {
        var start = _cursor.Position;
        if (!Enter())
        {
            return null;
        }

        var items = new List<JsonNode>();
        _cursor.SkipWhitespace();
        if (_cursor.Next is not ']')
        {
            do
            {
                _cursor.SkipWhitespace();
                if (ReadValue() is not { } item)
                {
                    return null;
                }

                items.Add(item);
                _cursor.SkipWhitespace();
            }
            while (_cursor.Skip(','));
        }

        return Leave(']', "expected ',' or ']' after an item") ? new JsonArray(_cursor.SpanFrom(start), items) : null;
    }

    private string? ReadString()
    {
        _cursor.Advance();
        var plainStart = _cursor.Offset;
        StringBuilder? unescaped = null;
        while (true)
        {
            switch (_cursor.Next)
            {
                case '"':
                    var tail = _cursor.TextFrom(plainStart);
                    _cursor.Advance();
                    return unescaped is null ? tail : WithoutHalves(unescaped.Append(tail).ToString());

                case '\\':
                    unescaped ??= new StringBuilder();
                    unescaped.Append(_cursor.TextFrom(plainStart));
                    if (!ReadEscape(unescaped))
                    {
                        return null;
                    }

                    plainStart = _cursor.Offset;
                    break;

                case < ' ':
                    return Fail<string>(_cursor.IsAtEnd ? "expected '\"' to end a string" : "expected '\"' to end a string or an escaped control character");

                case var c when char.IsSurrogate(c) && _cursor.NextLength is 1:
                    return Fail<string>("expected both halves of a surrogate pair");

                default:
                    _cursor.Advance(_cursor.NextLength);
                    break;
            }
        }
    }

    private bool ReadEscape(StringBuilder unescaped)
    {
        _cursor.Advance();
        char? simple = _cursor.Next switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (simple is { } c)
        {
            _cursor.Advance();
            unescaped.Append(c);
            return true;
        }

        if (_cursor.Next is not 'u')
        {
            return Fail("expected one of \"\\/bfnrtu after '\\'");
        }

        _cursor.Advance();
        var code = 0;
        for (var i = 0; i < 4; i++)
        {
            var digit = HexDigit(_cursor.Next);
            if (digit < 0)
            {
                return Fail("expected four hexadecimal digits after '\\u'");
            }

            code = (code << 4) | digit;
            _cursor.Advance();
        }

        unescaped.Append((char)code);
        return true;
    }

    /// <summary>The text with U+FFFD in place of halves of surrogate pairs: a JavaScript server that cuts a text sends them as escapes.</summary>
    private static string WithoutHalves(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private JsonNumber? ReadNumber()
    {
        var start = _cursor.Position;
        _cursor.Skip('-');
        if (_cursor.Next is '0')
        {
            _cursor.Advance();
            if (_cursor.Next is >= '0' and <= '9')
            {
                return Fail<JsonNumber>("expected no digit after a leading zero");
            }
        }
        else if (!_cursor.SkipDigits())
        {
            return Fail<JsonNumber>("expected a digit after '-'");
        }

        if (_cursor.Skip('.') && !_cursor.SkipDigits())
        {
            return Fail<JsonNumber>("expected a digit after '.'");
        }

        if (_cursor.Next is 'e' or 'E')
        {
            _cursor.Advance();
            if (_cursor.Next is '+' or '-')
            {
                _cursor.Advance();
            }

            if (!_cursor.SkipDigits())
            {
                return Fail<JsonNumber>("expected a digit in the exponent");
            }
        }

        return new JsonNumber(_cursor.SpanFrom(start), _cursor.TextFrom(start.Offset));
    }

    private JsonNode? ReadKeyword(string keyword, Func<JsonSpan, JsonNode> create)
    {
        var start = _cursor.Position;
        foreach (var letter in keyword)
        {
            if (!_cursor.Skip(letter))
            {
                return Fail<JsonNode>($"expected '{keyword}'");
            }
        }

        return create(_cursor.SpanFrom(start));
    }

    private bool Enter()
    {
        if (_depth == _maxDepth)
        {
            return Fail(FormattableString.Invariant($"expected at most {_maxDepth} nested objects and arrays"));
        }

        _depth++;
        _cursor.Advance();
        return true;
    }

    private bool Leave(char closing, string expectation)
    {
        if (!_cursor.Skip(closing))
        {
            return Fail(expectation);
        }

        _depth--;
        return true;
    }

    private T? Fail<T>(string expectation)
        where T : class
    {
        Fail(expectation);
        return null;
    }

    private bool Fail(string expectation)
    {
        _error = new JsonSyntaxError($"{expectation}, found {Describe(_cursor)}", _cursor.NextSpan);
        return false;
    }

    private static string Describe(TextCursor found)
    {
        if (found.IsAtEnd)
        {
            return "the end of the file";
        }

        var character = found.NextText;
        return character switch
        {
            "\n" or "\r" => "the end of the line",
            " " => "a space",
            _ when Visibility.IsVisibleAt(character, 0) => $"'{character}'",
            _ => "U+" + ((int)character[0]).ToString("X4", CultureInfo.InvariantCulture),
        };
    }

    private static int HexDigit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };
}
