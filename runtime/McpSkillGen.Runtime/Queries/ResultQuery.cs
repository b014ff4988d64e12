using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Queries;

/// <summary>Picks from a tool's result, in the language JMESPath (jmespath.org).</summary>
internal sealed class ResultQuery
{
    private readonly QueryNode _node;

    private ResultQuery(QueryNode node) => _node = node;

    /// <exception cref="QueryException">It is not valid JMESPath.</exception>
    public static ResultQuery Parse(string text) => new(QueryParser.Parse(text));

    /// <summary>
    /// Applies it to the structured content; without that, to what the texts say: a text that is JSON is read as JSON, and several
    /// texts are an array.
    /// </summary>
    /// <param name="result">The tool's result.</param>
    /// <param name="toWhole">Whether it is for the whole <c>CallToolResult</c>.</param>
    /// <exception cref="QueryException">A function cannot take what the result holds.</exception>
    public QueryValue Of(ToolResult result, bool toWhole) => _node.Of(toWhole ? QueryValue.Of(result.Json) : Subject(result));

    private static QueryValue Subject(ToolResult result)
    {
        if (result.StructuredContent is { } structured)
        {
            return QueryValue.Of(structured);
        }

        var texts = new List<QueryValue>();
        foreach (var block in result.Content)
        {
            if (block is TextContent { Text: var text })
            {
                texts.Add(Read(text));
            }
        }

        return texts switch
        {
            [var only] => only,
            [] => QueryValue.Of(result.Remainder is { ValueKind: not JsonValueKind.Undefined } rest ? rest : result.Json),
            _ => new ListValue(texts),
        };
    }

    private static QueryValue Read(string text)
    {
        if (!ForeignJson.TryParse(Encoding.UTF8.GetBytes(text), out var document, out _, ForeignJson.MaxResultDepth))
        {
            return new TextValue(text);
        }

        using (document)
        {
            return QueryValue.Of(document.RootElement);
        }
    }
}
