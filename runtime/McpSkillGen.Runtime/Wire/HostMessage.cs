using System.Buffers;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Wire;

/// <summary>What a host can say to a client: one of the records in this file.</summary>
/// <param name="Call">The call or query it belongs to; 0 for the connection itself.</param>
internal abstract record HostMessage(uint Call)
{
    /// <summary>Parses any frame that arrives at a client.</summary>
    /// <remarks>What the message keeps of the payload points into it. JSON of the server is handed on unread.</remarks>
    public static Parsed<HostMessage> Parse(in Frame frame) => frame.Kind switch
    {
        FrameKind.Welcome => WelcomeMessage.Parse(frame.Payload),
        FrameKind.Stale => new StaleMessage(),
        FrameKind.Retiring => new RetiringMessage(frame.Call),
        FrameKind.Accepted => new AcceptedMessage(frame.Call),
        FrameKind.Progress => new ProgressMessage(frame.Call, frame.Payload),
        FrameKind.Log => new LogMessage(frame.Call, frame.Payload),
        FrameKind.Result => new ResultMessage(frame.Call, frame.Payload),
        FrameKind.Failure => FailureMessage.Parse(frame.Call, frame.Payload),
        FrameKind.Answer => new AnswerMessage(frame.Call, frame.Payload),
        FrameKind.Question => QuestionMessage.Parse(frame.Call, frame.Payload),
        FrameKind.Approval => ApprovalMessage.Parse(frame.Call, frame.Payload),
        FrameKind.Notice => new NoticeMessage(frame.Payload),
        var kind => Parsed<HostMessage>.Refused($"A host cannot send {kind}."),
    };
}

/// <summary>The instance is the one the client means; calls may follow: <c>{"hostPid":…,"note":…}</c>.</summary>
/// <param name="Note">Something for the caller's user; null for nothing.</param>
internal sealed record WelcomeMessage(string? Note) : HostMessage(0)
{
    private static readonly WelcomeMessage WithoutNote = new(Note: null);

    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WireProtocol.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("hostPid"u8, Environment.ProcessId);
        if (Note is not null)
        {
            writer.WriteString("note"u8, Note);
        }

        writer.WriteEndObject();
    }

    public static Parsed<HostMessage> Parse(ReadOnlyMemory<byte> payload)
    {
        // Almost every Welcome is on the fast path and has none.
        if (payload.Span.IndexOf("\"note\""u8) < 0)
        {
            return WithoutNote;
        }

        if (!ForeignJson.TryParseObject(payload, out var document, out var problem))
        {
            return Parsed<HostMessage>.Refused($"A Welcome {problem}.");
        }

        using (document)
        {
            return new WelcomeMessage(document.RootElement.Text("note"u8));
        }
    }
}

/// <summary>The host runs another fingerprint and has begun to leave. Nothing sent was accepted.</summary>
internal sealed record StaleMessage() : HostMessage(0);

/// <summary>The host is leaving. The call, or with 0 everything that was sent, was not accepted.</summary>
internal sealed record RetiringMessage(uint Call) : HostMessage(Call);

/// <summary>The call is about to be forwarded; from here on a loss means "outcome unknown".</summary>
internal sealed record AcceptedMessage(uint Call) : HostMessage(Call);

/// <param name="Call">The call it belongs to.</param>
/// <param name="Params">The params of a <c>notifications/progress</c>, as the server sent them.</param>
internal sealed record ProgressMessage(uint Call, ReadOnlyMemory<byte> Params) : HostMessage(Call);

/// <param name="Call">The call that hears it.</param>
/// <param name="Params">The params of a <c>notifications/message</c>, as the server sent them.</param>
internal sealed record LogMessage(uint Call, ReadOnlyMemory<byte> Params) : HostMessage(Call)
{
    /// <summary>Whether the host warns of something that it did or refused itself.</summary>
    public bool IsHostsWarning => Params.Span.StartsWith("""{"level":"warning","logger":"mcp-skill-host","""u8);
}

/// <summary>The server said something that belongs to no call: a list has changed, or a resource.</summary>
/// <param name="Json">Its notification: <c>{"method":…,"params":…}</c>.</param>
internal sealed record NoticeMessage(ReadOnlyMemory<byte> Json) : HostMessage(0);

/// <summary>Ends a call.</summary>
/// <param name="Call">The call it belongs to.</param>
/// <param name="Json">The server's own <c>result</c>.</param>
internal sealed record ResultMessage(uint Call, ReadOnlyMemory<byte> Json) : HostMessage(Call);

/// <summary>Answers a query.</summary>
/// <param name="Call">The query it belongs to.</param>
/// <param name="Json">As the host wrote it.</param>
internal sealed record AnswerMessage(uint Call, ReadOnlyMemory<byte> Json) : HostMessage(Call);

/// <summary>
/// Ends a call without a result, or declines a query, in a form that decides the executor's exit code:
/// <c>{"exitCode":…,"message":…,"error":…}</c>.
/// </summary>
/// <param name="Call">The call or query it belongs to.</param>
/// <param name="ExitCode">What the executor ends with.</param>
/// <param name="Message">A sentence and a remedy, for a person.</param>
/// <param name="ErrorJson">The server's own JSON-RPC <c>error</c> object, compact, where it answered with one.</param>
internal sealed record FailureMessage(uint Call, ExitCode ExitCode, string Message, string? ErrorJson = null) : HostMessage(Call)
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
            writer.WriteRawValue(ErrorJson, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    public static Parsed<HostMessage> Parse(uint call, ReadOnlyMemory<byte> payload)
    {
        if (!ForeignJson.TryParseObject(payload, out var document, out var problem))
        {
            return Parsed<HostMessage>.Refused($"A Failure {problem}.");
        }

        using (document)
        {
            var root = document.RootElement;
            return root.Integer("exitCode"u8) is { } exitCode && root.Text("message"u8) is { } message
                ? new FailureMessage(call, (ExitCode)exitCode, message, root.TryGetProperty("error"u8, out var error) ? error.GetRawText() : null)
                : Parsed<HostMessage>.Refused("A Failure must have a number 'exitCode' and a string 'message'.");
        }
    }
}

/// <summary>The server asks the caller's user something during the call: <c>{"id":…,"params":…}</c>.</summary>
/// <param name="Call">The call it belongs to.</param>
/// <param name="Question">The host's number for the question, unique in its call.</param>
/// <param name="Params">The params of <c>elicitation/create</c>: one JSON object, valid UTF-8.</param>
internal sealed record QuestionMessage(uint Call, int Question, ReadOnlyMemory<byte> Params) : HostMessage(Call)
{
    public void WriteTo(IBufferWriter<byte> output) => NumberedJson.Write(output, Question, "params"u8, Params.Span);

    public static Parsed<HostMessage> Parse(uint call, ReadOnlyMemory<byte> payload) =>
        NumberedJson.TryParse(payload, "params"u8, out var id, out var parameters)
            ? new QuestionMessage(call, id, parameters)
            : Parsed<HostMessage>.Refused("A Question must be a JSON object with a number 'id' and an object 'params'.");
}

/// <summary>A rule of the config asks the caller's user before the call is sent: <c>{"id":…,"params":{"lines":[…]}}</c>.</summary>
/// <param name="Call">The call it belongs to.</param>
/// <param name="Question">The host's number for the question, unique in its call.</param>
/// <param name="Params">What the user must see: one JSON object, valid UTF-8.</param>
internal sealed record ApprovalMessage(uint Call, int Question, ReadOnlyMemory<byte> Params) : HostMessage(Call)
{
    public static Parsed<HostMessage> Parse(uint call, ReadOnlyMemory<byte> payload) =>
        NumberedJson.TryParse(payload, "params"u8, out var id, out var parameters)
            ? new ApprovalMessage(call, id, parameters)
            : Parsed<HostMessage>.Refused("An Approval must be a JSON object with a number 'id' and an object 'params'.");
}
