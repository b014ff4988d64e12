using System.Text.Json;

namespace McpSkillGen.Runtime.Json;

/// <summary>Whether a tool says in its result that it failed: <c>"isError": true</c> among the result's own members.</summary>
internal static class ToolErrorMark
{
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = ForeignJson.MaxResultDepth };

    /// <summary>Reads the whole result without building a tree. If the member occurs twice, the last one counts.</summary>
    /// <param name="result">At the start of MCP's <c>CallToolResult</c>.</param>
    /// <exception cref="JsonException">The result is not valid JSON.</exception>
    public static bool IsIn(ref Utf8JsonReader result)
    {
        var isError = false;
        result.Read();
        if (result.TokenType is not JsonTokenType.StartObject)
        {
            result.Skip();
        }
        else
        {
            while (result.Read() && result.TokenType is JsonTokenType.PropertyName)
            {
                var isMark = ForeignJson.Says(result, "isError"u8);
                result.Read();
                if (isMark)
                {
                    isError = JsonElement.ParseValue(ref result).IsTrue();
                }
                else
                {
                    result.Skip();
                }
            }
        }

        // Anything but white space after the result makes this throw.
        result.Read();
        return isError;
    }
}
