using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Queries;

namespace McpSkillGen.Runtime.Commands;

/// <summary><c>--query EXPR</c>: picks from a result, so that no second program is needed.</summary>
internal static class QueryFlag
{
    public static readonly GlobalFlag Flag = new(
        GlobalFlagNames.Query, "EXPR", "print what EXPR picks from the result, in JMESPath: items[?size > `9`].name");

    /// <summary>Reads it, and adds a problem if it is not valid.</summary>
    public static ResultQuery? Read(ParsedLine line)
    {
        if (line.LastOf(Flag) is not { } text)
        {
            return null;
        }

        try
        {
            return ResultQuery.Parse(text);
        }
        catch (QueryException e)
        {
            line.Problems.Add($"--query '{text}' is not valid JMESPath: {e.Message}");
            return null;
        }
    }

    /// <summary>The options with the query of the line.</summary>
    public static GlobalOptions With(this GlobalOptions options, ParsedLine line) =>
        options with { Output = options.Output with { Query = Read(line) } };
}
