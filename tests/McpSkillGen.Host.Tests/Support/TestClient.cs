using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Tests.Support;

/// <summary>A client that says exactly what a test wants said.</summary>
internal sealed class TestClient(Stream input, Stream output) : IDisposable
{
    private readonly FrameReader _reader = new(input);

    public static TestClient Connect(TempSkill skill)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(skill.Instance.Socket));
        socket.ReceiveTimeout = (int)Eventually.Deadline.TotalMilliseconds;
        var stream = new NetworkStream(socket, ownsSocket: true);
        return new TestClient(stream, stream);
    }

    public void Hello(string fingerprint, int protocol = WireProtocol.Version, string? path = null) =>
        Send(FrameKind.Hello, 0, payload => new HelloMessage(protocol, fingerprint) { SearchPath = path }.WriteTo(payload));

    public void Call(uint id, string tool, string arguments = "{}", TimeSpan? timeout = null, bool isSafeToRepeat = false) =>
        Request(id, "tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""", timeout, isSafeToRepeat);

    public void Request(uint id, string method, string parameters, TimeSpan? timeout = null, bool isSafeToRepeat = false) =>
        Send(FrameKind.Call, id, payload => new CallMessage(id, method, Encoding.UTF8.GetBytes(parameters), timeout, isSafeToRepeat).WriteTo(payload));

    /// <summary>Makes a call whose caller can be asked.</summary>
    public void CallWithPerson(uint id, string tool, string arguments) =>
        Send(FrameKind.Call, id, payload => new CallMessage(
            id, "tools/call", Encoding.UTF8.GetBytes($$"""{"name":"{{tool}}","arguments":{{arguments}}}"""), Timeout: null, CanAsk: true).WriteTo(payload));

    public void Reply(uint id, QuestionMessage question, string result) =>
        Send(FrameKind.Reply, id, payload => new ReplyMessage(id, question.Question, Encoding.UTF8.GetBytes(result)).WriteTo(payload));

    public void Cancel(uint id) => Send(FrameKind.Cancel, id, static _ => { });

    public JsonObject Ask(string verb)
    {
        SendQuery(99, verb);
        return JsonNode.Parse(Expect(FrameKind.Answer, 99).Payload.Span)!.AsObject();
    }

    public void SendQuery(uint id, string verb) =>
        Send(FrameKind.Query, id, payload => payload.Write(Encoding.UTF8.GetBytes($$"""{"verb":"{{verb}}"}""")));

    /// <returns>Null when the host has closed the connection.</returns>
    public Frame? Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return null;
        }
    }

    public Frame Expect(FrameKind kind, uint call = 0)
    {
        var frame = Read();
        while (kind is not FrameKind.Log && frame is { Kind: FrameKind.Log } log && Text(log).Contains("\"mcp-skill-host\"", StringComparison.Ordinal))
        {
            // On a busy machine any server is a slow one.
            frame = Read();
        }

        Assert.True(frame is not null, $"Expected {kind}; the connection was closed.");
        Assert.True(frame.Value.Kind == kind && frame.Value.Call == call, $"Expected {kind} of {call}; got {frame.Value.Kind} of {frame.Value.Call}: {Text(frame.Value)}");
        return frame.Value;
    }

    /// <summary>Makes a call and returns the first text of its result.</summary>
    public string CallForText(string tool, string arguments = "{}", uint id = 1)
    {
        Call(id, tool, arguments);
        Expect(FrameKind.Accepted, id);
        return ResultText(Expect(FrameKind.Result, id));
    }

    public FailureMessage ExpectFailure(uint id) => FailureIn(Expect(FrameKind.Failure, id).Payload);

    public QuestionMessage ExpectQuestion(uint id) => (QuestionMessage)HostMessage.Parse(Expect(FrameKind.Question, id)).Message!;

    public static FailureMessage FailureIn(ReadOnlyMemory<byte> payload) => (FailureMessage)FailureMessage.Parse(call: 0, payload).Message!;

    public static string ResultText(Frame result) => (string)JsonNode.Parse(result.Payload.Span)!["content"]![0]!["text"]!;

    public static string Text(Frame frame) => Encoding.UTF8.GetString(frame.Payload.Span);

    /// <summary>Sends a frame with whatever payload.</summary>
    public void Send(FrameKind kind, uint id, string payload) => Send(kind, id, output => output.Write(Encoding.UTF8.GetBytes(payload)));

    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        output.Flush();
    }

    public void Dispose()
    {
        output.Dispose();
        input.Dispose();
    }

    private void Send(FrameKind kind, uint id, Action<IBufferWriter<byte>> write)
    {
        var payload = new ArrayBufferWriter<byte>();
        write(payload);
        var frame = new ArrayBufferWriter<byte>();
        FrameWriter.Write(frame, kind, id, payload.WrittenSpan);
        SendRaw(frame.WrittenSpan);
    }
}
