using System.Text;
using System.Text.Json;

namespace McpSkillGen.Runtime.Queries;

/// <summary>Reads the words of a query.</summary>
internal sealed class QueryLexer(string text)
{
    private int _at;

    /// <summary>All words, the last of which is the end.</summary>
    /// <exception cref="QueryException">Something is no word of JMESPath.</exception>
    public List<QueryToken> Read()
    {
        var tokens = new List<QueryToken>();
        do
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            tokens.Add(Next());
        }
        while (tokens[^1].Kind is not TokenKind.End);
        return tokens;
    }

    private QueryToken Next()
    {
        var start = _at;
        if (start == text.Length)
        {
            return new QueryToken(TokenKind.End, "", start + 1);
        }

        var first = text[_at++];
        var second = _at < text.Length ? text[_at] : '\0';
        return (first, second) switch
        {
            ('"', _) => new(TokenKind.QuotedName, QuotedName(start), start + 1),
            ('\'', _) => new(TokenKind.Literal, "", start + 1, RawText(start)),
            ('`', _) => new(TokenKind.Literal, "", start + 1, Literal(start)),
            ('[', '?') => Symbol(TokenKind.Filter, start, 2),
            ('[', ']') => Symbol(TokenKind.Flatten, start, 2),
            ('|', '|') => Symbol(TokenKind.Or, start, 2),
            ('&', '&') => Symbol(TokenKind.And, start, 2),
            ('=', '=') => Symbol(TokenKind.Equal, start, 2),
            ('!', '=') => Symbol(TokenKind.NotEqual, start, 2),
            ('<', '=') => Symbol(TokenKind.LessOrEqual, start, 2),
            ('>', '=') => Symbol(TokenKind.GreaterOrEqual, start, 2),
            ('[', _) => Symbol(TokenKind.OpenBracket, start),
            (']', _) => Symbol(TokenKind.CloseBracket, start),
            ('{', _) => Symbol(TokenKind.OpenBrace, start),
            ('}', _) => Symbol(TokenKind.CloseBrace, start),
            ('(', _) => Symbol(TokenKind.OpenParenthesis, start),
            (')', _) => Symbol(TokenKind.CloseParenthesis, start),
            ('.', _) => Symbol(TokenKind.Dot, start),
            ('*', _) => Symbol(TokenKind.Star, start),
            (',', _) => Symbol(TokenKind.Comma, start),
            (':', _) => Symbol(TokenKind.Colon, start),
            ('@', _) => Symbol(TokenKind.Current, start),
            ('&', _) => Symbol(TokenKind.Expression, start),
            ('!', _) => Symbol(TokenKind.Not, start),
            ('|', _) => Symbol(TokenKind.Pipe, start),
            ('<', _) => Symbol(TokenKind.Less, start),
            ('>', _) => Symbol(TokenKind.Greater, start),
            ('=', _) => throw new QueryException("'=' is not a comparison; write '=='.", start + 1),
            _ when char.IsAsciiLetter(first) || first == '_' => Run(TokenKind.Name, start, static c => char.IsAsciiLetterOrDigit(c) || c == '_'),
            _ when char.IsAsciiDigit(first) || (first == '-' && char.IsAsciiDigit(second)) => Run(TokenKind.Number, start, char.IsAsciiDigit),
            _ => throw new QueryException($"'{first}' has no meaning here. A name with other characters than letters, digits and '_' is written \"in double quotes\".", start + 1),
        };
    }

    private QueryToken Symbol(TokenKind kind, int start, int length = 1)
    {
        _at = start + length;
        return new QueryToken(kind, text[start.._at], start + 1);
    }

    private QueryToken Run(TokenKind kind, int start, Func<char, bool> goesOn)
    {
        while (_at < text.Length && goesOn(text[_at]))
        {
            _at++;
        }

        return new QueryToken(kind, text[start.._at], start + 1);
    }

    /// <returns>What lies before the next delimiter that no backslash stands before.</returns>
    private string Until(char delimiter, int start)
    {
        for (var from = _at; _at < text.Length; _at++)
        {
            if (text[_at] == delimiter)
            {
                return text[from.._at++];
            }

            if (text[_at] == '\\')
            {
                _at++;
            }
        }

        throw new QueryException($"This {delimiter} has no end.", start + 1);
    }

    private string QuotedName(int start)
    {
        try
        {
            using var name = JsonDocument.Parse($"\"{Until('"', start)}\"");
            return name.RootElement.GetString()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new QueryException("What is in double quotes must be a JSON string.", start + 1);
        }
    }

    // Only a quote is escaped: any other backslash, also one of two, is part of the text.
    private TextValue RawText(int start) => new(Until('\'', start).Replace("\\'", "'", StringComparison.Ordinal));

    private QueryValue Literal(int start)
    {
        var json = Until('`', start).Replace("\\`", "`", StringComparison.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
            return QueryValue.Of(document.RootElement);
        }
        catch (JsonException)
        {
            throw new QueryException($"'{json}' in backquotes must be JSON. A text is written 'in single quotes'.", start + 1);
        }
    }
}
