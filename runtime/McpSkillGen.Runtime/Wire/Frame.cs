namespace McpSkillGen.Runtime.Wire;

/// <summary>What a frame is. Numbers are the protocol: see docs/wire-protocol.md; never reused.</summary>
internal enum FrameKind : byte
{
    /// <summary>Client → host, first frame: <see cref="HelloMessage"/>.</summary>
    Hello = 1,

    /// <summary>Host → client: the instance is the one the client means; calls may follow.</summary>
    Welcome = 2,

    /// <summary>Host → client: the host runs another fingerprint and has begun to drain. Nothing sent was accepted.</summary>
    Stale = 3,

    /// <summary>Host → client: the host is leaving. Nothing sent was accepted.</summary>
    Retiring = 4,

    /// <summary>Client → host: <see cref="CallMessage"/>.</summary>
    Call = 5,

    /// <summary>Host → client: the call is about to be forwarded; from here on a loss means "outcome unknown".</summary>
    Accepted = 6,

    /// <summary>Host → client, any number: the params of <c>notifications/progress</c>, as the server sent them.</summary>
    Progress = 7,

    /// <summary>Host → client, any number: the params of <c>notifications/message</c>, as the server sent them.</summary>
    Log = 8,

    /// <summary>Host → client, ends a call: the server's own <c>result</c>.</summary>
    Result = 9,

    /// <summary>Host → client, ends a call: <see cref="FailureMessage"/>.</summary>
    Failure = 10,

    /// <summary>Client → host: the caller no longer wants the answer. The call still ends with a Result or a Failure.</summary>
    Cancel = 11,

    /// <summary>Client → host: a question to the host itself, <c>{"verb":"status"}</c>. Never activity.</summary>
    Query = 12,

    /// <summary>Host → client: the answer to a query, a JSON object.</summary>
    Answer = 13,

    /// <summary>Host → client: the server asks the caller's user something during the call: <see cref="QuestionMessage"/>.</summary>
    Question = 14,

    /// <summary>Client → host: what the user said to it: <see cref="ReplyMessage"/>.</summary>
    Reply = 15,

    /// <summary>Host → client: a rule asks the caller's user whether the call may be made: <see cref="ApprovalMessage"/>.</summary>
    Approval = 16,

    /// <summary>Host → client, any number, after the query <c>watch</c>: <see cref="NoticeMessage"/>.</summary>
    Notice = 17,
}

/// <summary>One message on the wire. The payload is UTF-8 JSON, or empty.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Call">The call or query it belongs to, chosen by the client; 0 for the connection itself.</param>
/// <param name="Payload">Valid until the next read from the same reader.</param>
internal readonly record struct Frame(FrameKind Kind, uint Call, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Length (u32), kind (u8), call (u32), little-endian.</summary>
    public const int HeaderLength = 9;

    /// <summary>The longest payload either side reads, in bytes. Larger results fail clearly instead of taking all memory.</summary>
    public const int MaxPayloadLength = 256 * 1024 * 1024;
}

/// <summary>The bytes on the wire are not frames, or end inside one.</summary>
internal sealed class WireException(string message) : IOException(message);
