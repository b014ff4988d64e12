using System.Buffers;
using System.Net.Sockets;
using System.Text;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Support;

/// <summary>A host by script: what it says in each connection, one after another; the last turn repeats.</summary>
internal sealed class FakeHost : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Thread _thread;
    private Exception? _failure;

    public FakeHost(UnixDomainSocketEndPoint place, Action<Conversation>[] turns)
    {
        _listener.Bind(place);
        _listener.Listen();
        _thread = new Thread(() => Serve(turns)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The conversations so far.</summary>
    public List<Conversation> Conversations { get; } = [];

    public void Dispose()
    {
        _listener.Dispose();
        Assert.True(_thread.Join(Patience));
        Assert.Null(_failure);
    }

    /// <summary>Takes the call and answers it.</summary>
    public static Action<Conversation> Answers(string result) =>
        talk => talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Accepted, 1).Say(FrameKind.Result, 1, result);

    /// <summary>Reads the call and says one word about it.</summary>
    public static Action<Conversation> Refuses(FrameKind word) => talk => talk.Open().Say(word);

    /// <summary>Reads the call and is gone.</summary>
    public static void Vanishes(Conversation talk) => talk.Open();

    /// <summary>Takes the call and is gone.</summary>
    public static void VanishesAfterAccepting(Conversation talk) => talk.Open().Say(FrameKind.Welcome).Say(FrameKind.Accepted, 1);

    private void Serve(Action<Conversation>[] turns)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                using var socket = _listener.Accept();
                using var stream = new NetworkStream(socket) { ReadTimeout = (int)Patience.TotalMilliseconds };
                var talk = new Conversation(stream);
                Conversations.Add(talk);
                turns[Math.Min(i, turns.Length - 1)](talk);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was disposed.
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }

    /// <summary>One connection, from the host's side.</summary>
    internal sealed class Conversation(Stream stream)
    {
        private readonly FrameReader _reader = new(stream);

        public HelloMessage Hello { get; private set; } = null!;

        public string Method { get; private set; } = "";

        public string Params { get; private set; } = "";

        public TimeSpan? Timeout { get; private set; }

        /// <summary>Reads what every caller begins with.</summary>
        public Conversation Open()
        {
            Hello = (HelloMessage)ClientMessage.Parse(Read(FrameKind.Hello)).Message!;
            var call = (CallMessage)ClientMessage.Parse(Read(FrameKind.Call)).Message!;
            (Method, Params, Timeout) = (call.Method, Encoding.UTF8.GetString(call.Params.Span), call.Timeout);
            return this;
        }

        public Frame Read(FrameKind expected)
        {
            var frame = _reader.Read();
            Assert.Equal(expected, frame?.Kind);
            return frame!.Value;
        }

        public void ReadEnd() => Assert.Null(_reader.Read());

        public Conversation Say(FrameKind kind, uint call = 0, string payload = "")
        {
            var output = new ArrayBufferWriter<byte>();
            FrameWriter.Write(output, kind, call, Encoding.UTF8.GetBytes(payload));
            stream.Write(output.WrittenSpan);
            return this;
        }

        public Conversation SayBytes(params byte[] bytes)
        {
            stream.Write(bytes);
            return this;
        }
    }
}
