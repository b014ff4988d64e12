using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Wire;

/// <summary>What a client can say to a host: one of the records in this file.</summary>
/// <param name="Call">The call or query it belongs to, chosen by the client; 0 for the connection itself.</param>
internal abstract record ClientMessage(uint Call)
{
    /// <summary>Parses any frame that arrives at a host.</summary>
    /// <remarks>What the message keeps of the payload points into it.</remarks>
    public static Parsed<ClientMessage> Parse(in Frame frame) => frame.Kind switch
    {
        FrameKind.Hello => HelloMessage.Parse(frame.Payload),
        FrameKind.Call => CallMessage.Parse(frame.Call, frame.Payload),
        FrameKind.Cancel => new CancelMessage(frame.Call),
        FrameKind.Query => QueryMessage.Parse(frame.Call, frame.Payload),
        FrameKind.Reply => ReplyMessage.Parse(frame.Call, frame.Payload),
        var kind => Parsed<ClientMessage>.Refused($"A client cannot send {kind}."),
    };
}

/// <summary>Opens a connection: <c>{"protocol":…,"fingerprint":…}</c>.</summary>
/// <param name="Protocol">The wire protocol's version: <see cref="WireProtocol.Version"/>.</param>
/// <param name="Fingerprint">The launch the client means: <see cref="Identity.Fingerprint"/>.</param>
internal sealed record HelloMessage(int Protocol, string Fingerprint) : ClientMessage(0)
{
    /// <summary>The client's <c>PATH</c>, by which a server's command is found; null if it does not say.</summary>
    public string? SearchPath { get; init; }

    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WireProtocol.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("protocol"u8, Protocol);
        writer.WriteString("fingerprint"u8, Fingerprint);
        if (SearchPath is not null)
        {
            writer.WriteString("path"u8, SearchPath);
        }

        writer.WriteEndObject();
    }

    public static Parsed<ClientMessage> Parse(ReadOnlyMemory<byte> payload)
    {
        if (!ForeignJson.TryParseObject(payload, out var document, out var problem))
        {
            return Parsed<ClientMessage>.Refused($"A Hello {problem}.");
        }

        using (document)
        {
            return document.RootElement.Integer("protocol"u8) is { } version
                && document.RootElement.Text("fingerprint"u8) is { } fingerprint
                ? new HelloMessage(version, fingerprint) { SearchPath = document.RootElement.Text("path"u8) }
                : Parsed<ClientMessage>.Refused("A Hello must have a number 'protocol' and a string 'fingerprint'.");
        }
    }
}

/// <summary>One MCP request to forward: <c>{"method":…,"params":…,"timeoutMs":…,"repeatable":true,"canAsk":true}</c>.</summary>
/// <param name="Call">The client's number for it.</param>
/// <param name="Method">The MCP method, <c>tools/call</c> for a tool.</param>
/// <param name="Params">The request's params: one JSON object, valid UTF-8.</param>
/// <param name="Timeout">The caller's own limit; null leaves it to the config.</param>
/// <param name="IsSafeToRepeat">Whether the request may be sent to the server again when its answer was lost.</param>
/// <param name="CanAsk">Whether the caller's user can be asked: the call may get <see cref="FrameKind.Question"/>s.</param>
internal sealed record CallMessage(
    uint Call, string Method, ReadOnlyMemory<byte> Params, TimeSpan? Timeout, bool IsSafeToRepeat = false, bool CanAsk = false)
    : ClientMessage(Call)
{
    /// <summary>The tool that is called; null when the request is not for a tool, or names none.</summary>
    public string? ToolName { get; init; }

    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WireProtocol.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("method"u8, Method);
        if (Timeout is { } timeout)
        {
            writer.WriteNumber("timeoutMs"u8, (long)timeout.TotalMilliseconds);
        }

        if (IsSafeToRepeat)
        {
            writer.WriteBoolean("repeatable"u8, true);
        }

        if (CanAsk)
        {
            writer.WriteBoolean("canAsk"u8, true);
        }

        writer.WritePropertyName("params"u8);
        writer.WriteRawValue(Params.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <remarks>Reads tokens and builds no document: params may have 100 MB.</remarks>
    public static Parsed<ClientMessage> Parse(uint call, ReadOnlyMemory<byte> payload)
    {
        string? method = null;
        ReadOnlyMemory<byte> parameters = default;
        TimeSpan? timeout = null;
        var isSafeToRepeat = false;
        var canAsk = false;
        if (!Utf8.IsValid(payload.Span))
        {
            return Parsed<ClientMessage>.Refused("A Call is not valid UTF-8.");
        }

        try
        {
            var reader = new Utf8JsonReader(payload.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("method"u8))
                {
                    reader.Read();
                    method = reader.GetString();
                }
                else if (reader.ValueTextEquals("timeoutMs"u8))
                {
                    reader.Read();
                    timeout = TimeSpan.FromMilliseconds(reader.GetUInt32());
                }
                else if (reader.ValueTextEquals("repeatable"u8))
                {
                    reader.Read();
                    isSafeToRepeat = reader.GetBoolean();
                }
                else if (reader.ValueTextEquals("canAsk"u8))
                {
                    reader.Read();
                    canAsk = reader.GetBoolean();
                }
                else if (reader.ValueTextEquals("params"u8))
                {
                    reader.Read();
                    if (reader.TokenType is not JsonTokenType.StartObject)
                    {
                        return Parsed<ClientMessage>.Refused("The 'params' of a Call must be a JSON object.");
                    }

                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    parameters = payload[start..(int)reader.BytesConsumed];
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            // Anything but white space after the object makes Read throw.
            reader.Read();
            return method is not null && !parameters.IsEmpty
                ? new CallMessage(call, method, parameters, timeout, isSafeToRepeat, canAsk) { ToolName = method == "tools/call" ? NameIn(parameters.Span) : null }
                : Parsed<ClientMessage>.Refused("A Call must have 'method' and 'params'.");
        }
        catch (JsonException e)
        {
            return Parsed<ClientMessage>.Refused($"A Call is not valid JSON: {JsonMistake.Find(e, payload.Span)}.");
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            return Parsed<ClientMessage>.Refused("A Call has a member of the wrong type, or a name with half of a surrogate pair.");
        }
    }

    private static string? NameIn(ReadOnlySpan<byte> parameters)
    {
        string? name = null;
        var reader = new Utf8JsonReader(parameters);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isName && reader.TokenType is JsonTokenType.String)
            {
                name = reader.GetString();
            }

            reader.Skip();
        }

        return name;
    }
}

/// <summary>The caller no longer wants the answer. The call still ends with a Result or a Failure.</summary>
internal sealed record CancelMessage(uint Call) : ClientMessage(Call);

/// <summary>A question to the host itself: <c>{"verb":"status"}</c>. Never activity.</summary>
/// <param name="Call">The client's number for it.</param>
/// <param name="Verb">What is asked: see docs/wire-protocol.md.</param>
internal sealed record QueryMessage(uint Call, string Verb) : ClientMessage(Call)
{
    public static Parsed<ClientMessage> Parse(uint call, ReadOnlyMemory<byte> payload)
    {
        if (!ForeignJson.TryParseObject(payload, out var document, out var problem))
        {
            return Parsed<ClientMessage>.Refused($"A Query {problem}.");
        }

        using (document)
        {
            return document.RootElement.Text("verb"u8) is { } verb
                ? new QueryMessage(call, verb)
                : Parsed<ClientMessage>.Refused("A Query must have a string 'verb'.");
        }
    }
}

/// <summary>What the user said to a <see cref="QuestionMessage"/>: <c>{"id":…,"result":…}</c>.</summary>
/// <param name="Call">The call that the question belongs to.</param>
/// <param name="Question">The question's number.</param>
/// <param name="Result">MCP's <c>ElicitResult</c>: one JSON object, valid UTF-8.</param>
internal sealed record ReplyMessage(uint Call, int Question, ReadOnlyMemory<byte> Result) : ClientMessage(Call)
{
    public void WriteTo(IBufferWriter<byte> output) => NumberedJson.Write(output, Question, "result"u8, Result.Span);

    public static Parsed<ClientMessage> Parse(uint call, ReadOnlyMemory<byte> payload) =>
        NumberedJson.TryParse(payload, "result"u8, out var id, out var result)
            ? new ReplyMessage(call, id, result)
            : Parsed<ClientMessage>.Refused("A Reply must be a JSON object with a number 'id' and an object 'result'.");
}

/// <summary>An object that holds a number and an object.</summary>
internal static class NumberedJson
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

    public static bool TryParse(ReadOnlyMemory<byte> payload, ReadOnlySpan<byte> name, out int id, out ReadOnlyMemory<byte> json)
    {
        (id, json) = (0, default);
        if (!ForeignJson.TryParseObject(payload, out var document, out _))
        {
            return false;
        }

        using (document)
        {
            if (document.RootElement.Integer("id"u8) is not { } number
                || !document.RootElement.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.Object)
            {
                return false;
            }

            (id, json) = (number, JsonMarshal.GetRawUtf8Value(value).ToArray());
            return true;
        }
    }
}
