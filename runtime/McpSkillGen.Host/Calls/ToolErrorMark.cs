using System.Buffers;
using System.Text.Json;

namespace McpSkillGen.Host.Calls;

/// <summary>Whether a tool says in its result that it failed: <c>"isError": true</c> among the result's own members.</summary>
internal static class ToolErrorMark
{
    /// <param name="result">The server's <c>result</c>, UTF-8 JSON.</param>
    public static bool IsIn(ReadOnlySequence<byte> result)
    {
        // Most results do not contain the word at all, and those that do may be large. So no tree is built.
        if (result.IsSingleSegment && result.FirstSpan.IndexOf("\"isError\""u8) < 0)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(result);
            reader.Read();
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isMark = reader.ValueTextEquals("isError"u8);
                reader.Read();
                if (isMark)
                {
                    return reader.TokenType is JsonTokenType.True;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The executor reports what is wrong with it.
        }

        return false;
    }
}
