using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Batch;

/// <summary>
/// Reads <c>{"id":…, "tool":…, "arguments":…}</c>. What is wrong with a line is told with its place in the input, so that
/// one bad line of a hundred thousand is found.
/// </summary>
internal sealed class BatchLineParser(SkillDefinition definition)
{
    // The host reads arguments two objects further in, and reads 64 levels.
    private const int MaxDepth = 63;

    private static readonly byte[] NoArguments = "{}"u8.ToArray();

    private readonly Dictionary<string, ToolDefinition> _tools = [];

    /// <returns>Null for a blank line.</returns>
    /// <param name="line">Without its end.</param>
    /// <param name="number">Its number in the input, from 1.</param>
    public BatchLine? Parse(ReadOnlySpan<byte> line, long number)
    {
        if (number == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line["\uFEFF"u8.Length..];
        }

        if (line.Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        var id = DefaultId(number);
        if (!Utf8.IsValid(line))
        {
            return new BatchLine.Wrong(id, $"The line is not UTF-8 (line {number}, column {FirstInvalid(line)}).");
        }

        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            return Read(ref reader, line, number, ref id);
        }
        catch (JsonException) when (reader.CurrentDepth >= MaxDepth)
        {
            return new BatchLine.Wrong(id, $"The line is nested deeper than the {MaxDepth} levels that can be handed on (line {number}).");
        }
        catch (JsonException e)
        {
            var mistake = JsonMistake.Find(e, line);
            return new BatchLine.Wrong(id, $"The line is not JSON: {mistake.Reason} (line {number}, column {mistake.Column}).");
        }
    }

    /// <summary>What a line is known by that has no id of its own: its number.</summary>
    public static byte[] DefaultId(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private BatchLine Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, long number, ref byte[] id)
    {
        string? tool = null;
        var arguments = NoArguments;
        var problem = "";
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            problem = $"expected an object with \"tool\" and \"arguments\", found {Kind(reader.TokenType)} (line {number}, column 1)";
            reader.Skip();
        }
        else
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                var isTool = reader.ValueTextEquals("tool"u8);
                var isArguments = reader.ValueTextEquals("arguments"u8);
                var name = isId || isTool || isArguments ? "" : Encoding.UTF8.GetString(reader.ValueSpan);
                reader.Read();
                var (start, kind) = ((int)reader.TokenStartIndex, reader.TokenType);
                reader.Skip();
                var value = line[start..(int)reader.BytesConsumed];
                switch (kind)
                {
                    case JsonTokenType.Null when isId || isArguments:
                        break;
                    case JsonTokenType.String or JsonTokenType.Number when isId:
                        id = value.ToArray();
                        break;
                    case JsonTokenType.String when isTool:
                        tool = TextOf(value);
                        break;
                    case JsonTokenType.StartObject when isArguments:
                        arguments = value.ToArray();
                        break;
                    default:
                        problem = isId ? $"\"id\" is {Kind(kind)}; expected a string or a number"
                            : isTool ? $"\"tool\" is {Kind(kind)}; expected a string"
                            : isArguments ? $"\"arguments\" is {Kind(kind)}; expected an object"
                            : $"\"{name}\" is no member of a call; expected \"id\", \"tool\" and \"arguments\"";
                        problem += $" (line {number}, column {Column(line, start)})";
                        break;
                }
            }
        }

        // Anything but white space after the object throws.
        reader.Read();
        return (problem, tool) switch
        {
            ({ Length: > 0 }, _) => new BatchLine.Wrong(id, $"{char.ToUpperInvariant(problem[0])}{problem.AsSpan(1)}."),
            (_, null) => new BatchLine.Wrong(id, $"\"tool\" is missing (line {number})."),
            _ when FindTool(tool) is { } found => new BatchLine.Call(id, found, arguments),
            _ => new BatchLine.Wrong(id, Unknown(tool, number)),
        };
    }

    private ToolDefinition? FindTool(string name)
    {
        // Built once for each tool, not for each line.
        if (!_tools.TryGetValue(name, out var tool) && definition.FindTool(name) is { } found)
        {
            _tools[name] = tool = found;
        }

        return tool;
    }

    private string Unknown(string name, long number)
    {
        var similar = Suggestion.DidYouMean(name, definition.Tools.SelectMany(static tool => new[] { tool.CommandName, tool.WireName }));
        return $"There is no tool '{name}' (line {number}).{similar}";
    }

    private static string TextOf(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        return document.RootElement.AsText();
    }

    private static int Column(ReadOnlySpan<byte> line, int offset) => JsonMistake.PositionOf(line, offset).Column;

    private static int FirstInvalid(ReadOnlySpan<byte> line)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(line[at..], out _, out var length) is System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return Column(line, at);
    }

    private static string Kind(JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
