namespace McpSkillGen.Runtime.Queries;

/// <summary>The kinds of words of a query.</summary>
internal enum TokenKind
{
    End,
    Name,
    QuotedName,
    Literal,
    Number,
    Current,
    Expression,
    Dot,
    Star,
    Comma,
    Colon,
    Not,
    And,
    Or,
    Pipe,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Flatten,
    Filter,
}

/// <summary>A word of a query.</summary>
/// <param name="kind">What it is.</param>
/// <param name="text">As it is written, for messages; of a name, the name.</param>
/// <param name="column">Where it begins, from 1.</param>
/// <param name="value">Of a literal; else null.</param>
internal sealed class QueryToken(TokenKind kind, string text, int column, QueryValue? value = null)
{
    public TokenKind Kind => kind;

    public string Text => text;

    public int Column => column;

    public QueryValue? Value => value;
}
