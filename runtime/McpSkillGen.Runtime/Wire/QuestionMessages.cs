using System.Buffers;
using System.Text.Json;

namespace McpSkillGen.Runtime.Wire;

/// <summary>What a server asks the caller's user during a call: <c>{"id":…,"params":…}</c>.</summary>
/// <param name="Id">The host's number for the question, unique in its call.</param>
/// <param name="Params">The params of <c>elicitation/create</c>: one JSON object, UTF-8.</param>
internal readonly record struct QuestionMessage(int Id, ReadOnlyMemory<byte> Params)
{
    public void WriteTo(IBufferWriter<byte> output) => NumberedJson.Write(output, Id, "params"u8, Params.Span);

    /// <exception cref="WireException">The payload is not a question.</exception>
    public static QuestionMessage Parse(ReadOnlyMemory<byte> payload)
    {
        var (id, json) = NumberedJson.Parse(payload, "Question", "params");
        return new QuestionMessage(id, json);
    }
}

/// <summary>What the user said: <c>{"id":…,"result":…}</c>.</summary>
/// <param name="Id">The question's.</param>
/// <param name="Result">MCP's <c>ElicitResult</c>: one JSON object, UTF-8.</param>
internal readonly record struct ReplyMessage(int Id, ReadOnlyMemory<byte> Result)
{
    public void WriteTo(IBufferWriter<byte> output) => NumberedJson.Write(output, Id, "result"u8, Result.Span);

    /// <exception cref="WireException">The payload is not a reply.</exception>
    public static ReplyMessage Parse(ReadOnlyMemory<byte> payload)
    {
        var (id, json) = NumberedJson.Parse(payload, "Reply", "result");
        return new ReplyMessage(id, json);
    }
}

/// <summary>An object with a number and an object in it.</summary>
file static class NumberedJson
{
    public static void Write(IBufferWriter<byte> output, int id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        using var writer = new Utf8JsonWriter(output, WireProtocol.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, id);
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
        writer.WriteEndObject();
    }

    public static (int Id, ReadOnlyMemory<byte> Json) Parse(ReadOnlyMemory<byte> payload, string what, string name)
    {
        using var document = WireProtocol.ParseObject(payload, what);
        var root = document.RootElement;
        return WireProtocol.NumberIn(root, "id"u8) is { } id && root.TryGetProperty(name, out var json) && json.ValueKind is JsonValueKind.Object
            ? (id, System.Text.Encoding.UTF8.GetBytes(json.GetRawText()))
            : throw new WireException($"A {what} must have a number 'id' and an object '{name}'.");
    }
}
