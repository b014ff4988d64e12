using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Wire;

/// <summary>What a client opens a connection with.</summary>
/// <param name="Protocol">The wire protocol's version: <see cref="WireProtocol.Version"/>.</param>
/// <param name="Fingerprint">The launch the client means: <see cref="Identity.Fingerprint"/>.</param>
internal readonly record struct HelloMessage(int Protocol, string Fingerprint)
{
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WireProtocol.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("protocol"u8, Protocol);
        writer.WriteString("fingerprint"u8, Fingerprint);
        writer.WriteEndObject();
    }

    /// <exception cref="WireException">The payload is not a hello.</exception>
    public static HelloMessage Parse(ReadOnlyMemory<byte> payload)
    {
        using var document = WireProtocol.ParseObject(payload, "Hello");
        var root = document.RootElement;
        return WireProtocol.NumberIn(root, "protocol"u8) is { } version && JsonText.In(root, "fingerprint"u8) is { } fingerprint
                ? new HelloMessage(version, fingerprint)
                : throw new WireException("A Hello must have a number 'protocol' and a string 'fingerprint'.");
    }
}

/// <summary>Why a call has no result, in a form that decides the executor's exit code.</summary>
/// <param name="ExitCode">What the executor ends with.</param>
/// <param name="Message">A sentence and a remedy, for a person.</param>
/// <param name="ErrorJson">The server's own JSON-RPC <c>error</c> object, compact, where it answered with one.</param>
internal readonly record struct FailureMessage(ExitCode ExitCode, string Message, string? ErrorJson = null)
{
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WireProtocol.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("exitCode"u8, (int)ExitCode);
        writer.WriteString("message"u8, Message);
        if (ErrorJson is not null)
        {
            writer.WritePropertyName("error"u8);
            writer.WriteRawValue(ErrorJson);
        }

        writer.WriteEndObject();
    }

    /// <exception cref="WireException">The payload is not a failure.</exception>
    public static FailureMessage Parse(ReadOnlyMemory<byte> payload)
    {
        using var document = WireProtocol.ParseObject(payload, "Failure");
        var root = document.RootElement;
        return WireProtocol.NumberIn(root, "exitCode"u8) is { } exitCode && JsonText.In(root, "message"u8) is { } message
                ? new FailureMessage(
                    (ExitCode)exitCode, message, root.TryGetProperty("error"u8, out var error) ? error.GetRawText() : null)
                : throw new WireException("A Failure must have a number 'exitCode' and a string 'message'.");
    }
}

/// <summary>One MCP request to forward: <c>{"method":…,"params":…,"timeoutMs":…,"repeatable":true,"canAsk":true}</c>.</summary>
/// <param name="Method">The MCP method, <c>tools/call</c> for a tool.</param>
/// <param name="Params">The request's params: one JSON object, UTF-8.</param>
/// <param name="Timeout">The caller's own limit; null leaves it to the config.</param>
/// <param name="IsSafeToRepeat">Whether the request may be sent to the server again when its answer was lost.</param>
/// <param name="CanAsk">Whether the caller's user can be asked: the call may get <see cref="FrameKind.Question"/>s.</param>
internal readonly record struct CallMessage(string Method, ReadOnlyMemory<byte> Params, TimeSpan? Timeout, bool IsSafeToRepeat = false, bool CanAsk = false)
{
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

    /// <summary>The parsed params point into <paramref name="payload"/>.</summary>
    /// <exception cref="WireException">The payload is not a call.</exception>
    public static CallMessage Parse(ReadOnlyMemory<byte> payload)
    {
        string? method = null;
        ReadOnlyMemory<byte> parameters = default;
        TimeSpan? timeout = null;
        var isSafeToRepeat = false;
        var canAsk = false;
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
                        throw new WireException("The 'params' of a Call must be a JSON object.");
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
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new WireException($"A Call is not the JSON it should be: {e.Message}");
        }

        return method is not null && !parameters.IsEmpty
            ? new CallMessage(method, parameters, timeout, isSafeToRepeat, canAsk)
            : throw new WireException("A Call must have 'method' and 'params'.");
    }
}

/// <summary>What both sides agree on before the first frame.</summary>
internal static class WireProtocol
{
    /// <summary>Raised when frames change incompatibly. A host that reads another version answers Stale and leaves.</summary>
    public const int Version = 1;

    // The messages are built from our own pieces and raw JSON that was parsed before.
    internal static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true, Encoder = PlainJsonEncoder.Instance };

    /// <summary>What a Welcome wants its reader to know, if anything.</summary>
    internal static string? NoteIn(ReadOnlyMemory<byte> welcome)
    {
        // Almost every Welcome is on the fast path and has none.
        if (welcome.Span.IndexOf("\"note\""u8) < 0)
        {
            return null;
        }

        using var document = ParseObject(welcome, "Welcome");
        return JsonText.In(document.RootElement, "note"u8);
    }

    internal static JsonDocument ParseObject(ReadOnlyMemory<byte> payload, string what)
    {
        // System.Text.Json looks at the bytes of a string only when it is read.
        if (!Utf8.IsValid(payload.Span))
        {
            throw new WireException($"A {what} is not UTF-8.");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(payload);
        }
        catch (JsonException e)
        {
            throw new WireException($"A {what} is not JSON: {e.Message}");
        }

        if (document.RootElement.ValueKind is not JsonValueKind.Object)
        {
            document.Dispose();
            throw new WireException($"A {what} must be a JSON object.");
        }

        return document;
    }

    internal static int? NumberIn(JsonElement message, ReadOnlySpan<byte> property) =>
        message.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;
}
