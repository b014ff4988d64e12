using System.Buffers;
using System.Text.Json;

namespace McpSkillGen.Host.Messages;

/// <summary>Messages that a server wrote as one: an array of them, or one after another.</summary>
internal static class MessageList
{
    // The result, the answer around it, and the array around that: see AnswerReader.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1024, AllowMultipleValues = true };

    /// <returns>The objects, in their order. What follows the first byte that is not JSON is left out.</returns>
    public static IReadOnlyList<ReadOnlySequence<byte>> Split(ReadOnlySequence<byte> bytes)
    {
        bytes = AnswerReader.WithoutByteOrderMark(bytes);
        var objects = new List<ReadOnlySequence<byte>>();
        var reader = new Utf8JsonReader(bytes, Options);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject)
                {
                    var start = reader.TokenStartIndex;
                    reader.Skip();
                    objects.Add(bytes.Slice(start, reader.BytesConsumed - start));
                }
            }
        }
        catch (JsonException)
        {
            // What came before it counts.
        }

        return objects;
    }
}
