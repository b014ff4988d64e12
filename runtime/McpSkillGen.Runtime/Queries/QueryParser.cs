using System.Globalization;

namespace McpSkillGen.Runtime.Queries;

/// <summary>Parses a query by the binding powers of JMESPath's operators.</summary>
internal sealed class QueryParser
{
    // Deeper ones would end the process, and no person writes them.
    private const int MaxDepth = 200;

    private const int PipeBinding = 1;
    private const int OrBinding = 2;
    private const int AndBinding = 3;
    private const int CompareBinding = 5;
    private const int FlattenBinding = 9;

    // What binds less ends a projection.
    private const int ProjectionEnd = 10;
    private const int StarBinding = 20;
    private const int FilterBinding = 21;
    private const int DotBinding = 40;
    private const int NotBinding = 45;
    private const int BracketBinding = 55;

    private static readonly CurrentNode Current = new();

    private readonly List<QueryToken> _tokens;
    private int _at;
    private int _depth;

    private QueryParser(List<QueryToken> tokens) => _tokens = tokens;

    /// <exception cref="QueryException">The text is no query, or names a function that does not exist.</exception>
    public static QueryNode Parse(string text)
    {
        var parser = new QueryParser(new QueryLexer(text).Read());
        var node = parser.Expression(0);
        return parser.Token.Kind is TokenKind.End ? node : throw parser.Unexpected("the end of the query");
    }

    private QueryToken Token => _tokens[_at];

    private TokenKind Following => _at + 1 < _tokens.Count ? _tokens[_at + 1].Kind : TokenKind.End;

    private static int BindingOf(TokenKind kind) => kind switch
    {
        TokenKind.Pipe => PipeBinding,
        TokenKind.Or => OrBinding,
        TokenKind.And => AndBinding,
        TokenKind.Equal or TokenKind.NotEqual or TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => CompareBinding,
        TokenKind.Flatten => FlattenBinding,
        TokenKind.Filter => FilterBinding,
        TokenKind.Dot => DotBinding,
        TokenKind.OpenBracket => BracketBinding,
        _ => 0,
    };

    private QueryNode Expression(int binding)
    {
        if (++_depth > MaxDepth)
        {
            throw new QueryException($"The query is nested more than {MaxDepth} levels deep.", Token.Column);
        }

        var left = Beginning();
        while (binding < BindingOf(Token.Kind))
        {
            left = Continuation(left);
        }

        _depth--;
        return left;
    }

    private QueryNode Beginning()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Literal:
                return new LiteralNode(token.Value!);
            case TokenKind.Name when Token.Kind is TokenKind.OpenParenthesis:
                return Call(token);
            case TokenKind.Name or TokenKind.QuotedName:
                return new FieldNode(token.Text);
            case TokenKind.Current:
                return Current;
            case TokenKind.Not:
                return new NotNode(Expression(NotBinding));
            case TokenKind.Expression:
                return new ExpressionNode(Expression(0));
            case TokenKind.Star:
                return new MapProjection(Current, Projected(StarBinding));
            case TokenKind.Flatten:
                return new ListProjection(new FlattenNode(Current), Projected(FlattenBinding));
            case TokenKind.Filter:
                return Filter(Current);
            case TokenKind.OpenBracket when Token.Kind is TokenKind.Number or TokenKind.Colon:
            case TokenKind.OpenBracket when Token.Kind is TokenKind.Star && Following is TokenKind.CloseBracket:
                return Brackets(Current);
            case TokenKind.OpenBracket:
                return List();
            case TokenKind.OpenBrace:
                return Map();
            case TokenKind.OpenParenthesis:
                var inner = Expression(0);
                Expect(TokenKind.CloseParenthesis, "')'");
                return inner;
            default:
                _at--;
                throw Unexpected("a name, a value or '['");
        }
    }

    private QueryNode Continuation(QueryNode left)
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Pipe:
                return new ThenNode(left, Expression(PipeBinding));
            case TokenKind.Or:
                return new OrNode(left, Expression(OrBinding));
            case TokenKind.And:
                return new AndNode(left, Expression(AndBinding));
            case TokenKind.Flatten:
                return new ListProjection(new FlattenNode(left), Projected(FlattenBinding));
            case TokenKind.Filter:
                return Filter(left);
            case TokenKind.Dot when Token.Kind is TokenKind.Star:
                Take();
                return new MapProjection(left, Projected(StarBinding));
            case TokenKind.Dot:
                return new ThenNode(left, AfterDot(DotBinding));
            case TokenKind.OpenBracket:
                return Brackets(left);
            default:
                return new CompareNode(left, token.Kind, Expression(CompareBinding));
        }
    }

    /// <summary><c>[0]</c>, <c>[1:2]</c> or <c>[*]</c>, after the bracket.</summary>
    private QueryNode Brackets(QueryNode left)
    {
        if (Token.Kind is TokenKind.Star)
        {
            Take();
            Expect(TokenKind.CloseBracket, "']'");
            return new ListProjection(left, Projected(StarBinding));
        }

        if (Token.Kind is TokenKind.Number && Following is TokenKind.CloseBracket)
        {
            var index = new IndexNode(Number());
            Take();
            return left is CurrentNode ? index : new ThenNode(left, index);
        }

        var slice = Slice();
        return new ListProjection(left is CurrentNode ? slice : new ThenNode(left, slice), Projected(StarBinding));
    }

    private SliceNode Slice()
    {
        var column = Token.Column;
        var parts = new int?[3];
        var part = 0;
        while (Token.Kind is not TokenKind.CloseBracket)
        {
            if (Token.Kind is TokenKind.Colon && part < 2)
            {
                Take();
                part++;
            }
            else if (Token.Kind is TokenKind.Number && parts[part] is null)
            {
                parts[part] = Number();
            }
            else
            {
                throw Unexpected("a number, '*', '?' or ']'");
            }
        }

        Take();
        return parts[2] is 0 ? throw new QueryException("A slice's step cannot be 0.", column) : new SliceNode(parts[0], parts[1], parts[2] ?? 1);
    }

    private FilterProjection Filter(QueryNode left)
    {
        var condition = Expression(0);
        Expect(TokenKind.CloseBracket, "']'");
        return new FilterProjection(left, condition, Token.Kind is TokenKind.Flatten ? Current : Projected(FilterBinding));
    }

    /// <summary>What is done with each item of a projection.</summary>
    private QueryNode Projected(int binding)
    {
        switch (Token.Kind)
        {
            case TokenKind.Dot:
                Take();
                return AfterDot(binding);
            case TokenKind.OpenBracket or TokenKind.Filter:
                return Expression(binding);
            case var kind when BindingOf(kind) < ProjectionEnd:
                return Current;
            default:
                throw Unexpected("'.' or '['");
        }
    }

    private QueryNode AfterDot(int binding)
    {
        switch (Token.Kind)
        {
            case TokenKind.Name or TokenKind.QuotedName or TokenKind.Star:
                return Expression(binding);
            case TokenKind.OpenBracket:
                Take();
                return List();
            case TokenKind.OpenBrace:
                Take();
                return Map();
            default:
                throw Unexpected("a name, '*', '[' or '{' after '.'");
        }
    }

    private ListNode List() => new(Separated(TokenKind.CloseBracket, "',' or ']'", () => Expression(0)));

    private MapNode Map() => new(Separated(TokenKind.CloseBrace, "',' or '}'", () =>
    {
        var name = Token.Kind is TokenKind.Name or TokenKind.QuotedName ? Take().Text : throw Unexpected("a name");
        Expect(TokenKind.Colon, "':'");
        return new MemberNode(name, Expression(0));
    }));

    private CallNode Call(QueryToken name)
    {
        Take();
        List<QueryNode> arguments = [];
        if (Token.Kind is TokenKind.CloseParenthesis)
        {
            Take();
        }
        else
        {
            arguments = Separated(TokenKind.CloseParenthesis, "',' or ')'", () => Expression(0));
        }

        return new CallNode(QueryFunction.Find(name, arguments.Count), arguments);
    }

    private List<T> Separated<T>(TokenKind end, string expected, Func<T> read)
    {
        var items = new List<T> { read() };
        while (Token.Kind is TokenKind.Comma)
        {
            Take();
            items.Add(read());
        }

        Expect(end, expected);
        return items;
    }

    private int Number() => int.TryParse(Token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        ? int.Parse(Take().Text, CultureInfo.InvariantCulture)
        : throw Unexpected("a smaller number");

    private QueryToken Take() => Token.Kind is TokenKind.End ? throw Unexpected("a name, a value or '['") : _tokens[_at++];

    private void Expect(TokenKind kind, string expected)
    {
        if (Token.Kind != kind)
        {
            throw Unexpected(expected);
        }

        _at++;
    }

    private QueryException Unexpected(string expected)
    {
        var found = Token.Kind is TokenKind.End ? "the end" : Token.Kind is TokenKind.Literal ? "a value" : $"'{Token.Text}'";
        return new QueryException($"expected {expected}; found {found}.", Token.Column);
    }
}
