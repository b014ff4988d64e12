using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Sharing;

/// <summary>The messages to a client. What a server said is in them byte by byte.</summary>
internal static class JsonRpc
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    /// <summary>The SDK marks its own constant obsolete with the 2026-07-28 revision, but clients still send it.</summary>
    public const string SetLevel = "logging/setLevel";

    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    /// <param name="id">The request's id as the client wrote it.</param>
    /// <param name="result">One JSON object, UTF-8.</param>
    public static ReadOnlyMemory<byte> Result(string id, ReadOnlySpan<byte> result) => Answer(id, ",\"result\":"u8, result);

    /// <param name="id">The request's id as the client wrote it.</param>
    /// <param name="error">One JSON object, UTF-8.</param>
    public static ReadOnlyMemory<byte> Error(string id, ReadOnlySpan<byte> error) => Answer(id, ",\"error\":"u8, error);

    /// <param name="id">The request's id as the client wrote it, or <c>null</c>.</param>
    /// <param name="code">One of this class's constants.</param>
    /// <param name="message">A sentence.</param>
    /// <param name="exitCode">What the executor would end with; null if it does not matter.</param>
    public static ReadOnlyMemory<byte> Error(string id, int code, string message, int? exitCode = null) => Error(id, PlainJson.WriteObject(writer =>
    {
        writer.WriteNumber("code"u8, code);
        writer.WriteString("message"u8, message);
        if (exitCode is { } number)
        {
            writer.WriteStartObject("data"u8);
            writer.WriteNumber("exitCode"u8, number);
            writer.WriteEndObject();
        }
    }).Span);

    /// <param name="method">The notification's.</param>
    /// <param name="parameters">One JSON object, UTF-8; empty for none.</param>
    public static ReadOnlyMemory<byte> Notification(string method, ReadOnlySpan<byte> parameters) => Call(method, id: null, parameters);

    /// <param name="method">The request's.</param>
    /// <param name="id">Ours.</param>
    /// <param name="parameters">One JSON object, UTF-8.</param>
    public static ReadOnlyMemory<byte> Request(string method, string id, ReadOnlySpan<byte> parameters) => Call(method, id, parameters);

    /// <summary>A member's own bytes; an empty object if there is none.</summary>
    public static ReadOnlyMemory<byte> RawObject(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object ? JsonMarshal.GetRawUtf8Value(element).ToArray() : "{}"u8.ToArray();

    /// <summary>The object with one of its texts replaced.</summary>
    public static ReadOnlyMemory<byte> With(JsonElement holder, string name, Action<Utf8JsonWriter> value) => PlainJson.WriteObject(writer =>
    {
        var isThere = false;
        foreach (var member in holder.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            if (member.Name == name)
            {
                isThere = true;
                value(writer);
            }
            else
            {
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
        }

        if (!isThere)
        {
            writer.WritePropertyName(name);
            value(writer);
        }
    });

    private static ReadOnlyMemory<byte> Answer(string id, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var message = new ArrayBufferWriter<byte>(value.Length + id.Length + 64);
        message.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        message.Write(System.Text.Encoding.UTF8.GetBytes(id));
        message.Write(key);

        // Between tokens only: a string has none.
        value.ReplaceAny(message.GetSpan(value.Length), LineBreaks, (byte)' ');
        message.Advance(value.Length);
        message.Write("}"u8);
        return message.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Call(string method, string? id, ReadOnlySpan<byte> parameters)
    {
        var own = parameters.ToArray();
        own.AsSpan().ReplaceAny(LineBreaks, (byte)' ');
        return PlainJson.WriteObject(writer =>
        {
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            if (id is not null)
            {
                writer.WriteString("id"u8, id);
            }

            writer.WriteString("method"u8, method);
            if (own.Length > 0)
            {
                writer.WritePropertyName("params"u8);
                writer.WriteRawValue(own, skipInputValidation: true);
            }
        });
    }
}
