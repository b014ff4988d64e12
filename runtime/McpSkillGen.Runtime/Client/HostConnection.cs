using System.Buffers;
using System.Net.Sockets;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Client;

/// <summary>One connection to a host, blocking: over a socket, or over the pipes of a child process.</summary>
internal sealed class HostConnection : IDisposable
{
    /// <summary>How long a host may take to send its first message.</summary>
    /// <remarks>It answers from its event loop, without waiting for the server: only a suspended or starved host takes this long.</remarks>
    public static readonly TimeSpan FirstMessagePatience = TimeSpan.FromSeconds(20);

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly FrameReader _reader;
    private readonly Lock _writing = new();

    /// <param name="input">What the host writes.</param>
    /// <param name="output">What the host reads.</param>
    /// <param name="child">The host's process, if it is our child.</param>
    public HostConnection(Stream input, Stream output, ChildHost? child = null)
    {
        (_input, _output, Child) = (input, output, child);
        _reader = new FrameReader(input);
    }

    /// <summary>The host's process, if it is our child; it ends with the connection.</summary>
    public ChildHost? Child { get; }

    /// <summary>Sends a whole buffer of frames in one write. Safe during a concurrent <see cref="Read"/>.</summary>
    /// <exception cref="IOException">The host is gone.</exception>
    /// <exception cref="TimeoutException">The host took nothing for as long as <see cref="SetSendPatience"/> allowed.</exception>
    public void Send(ReadOnlySpan<byte> frames)
    {
        lock (_writing)
        {
            _output.Write(frames);
            _output.Flush();
        }
    }

    /// <summary>Asks the host to cancel a call. Safe from any thread; does nothing if the host is gone.</summary>
    public void Cancel(uint call)
    {
        var frame = new ArrayBufferWriter<byte>(Frame.HeaderLength);
        FrameWriter.Write(frame, FrameKind.Cancel, call, []);
        try
        {
            Send(frame.WrittenSpan);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or TimeoutException)
        {
        }
    }

    /// <summary>Whether the next <see cref="Read"/> returns at once. For the reading thread only.</summary>
    public bool HasFrame => _reader.HasFrame;

    /// <summary>Reads the next message, blocking. What it holds is valid until the next read.</summary>
    /// <returns>Null if the host is gone, for whatever reason.</returns>
    /// <exception cref="TimeoutException">The host said nothing for as long as <see cref="SetPatience"/> allowed.</exception>
    public Parsed<HostMessage>? Read()
    {
        try
        {
            return _reader.Read() is { } frame ? HostMessage.Parse(frame) : (Parsed<HostMessage>?)null;
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
        {
            throw new TimeoutException("The host did not answer in time.", e);
        }
        catch (IOException)
        {
            // A reset, or an end inside a frame: the host was killed.
            return null;
        }
    }

    /// <summary>Limits how long <see cref="Send"/> waits for a host that takes nothing. Only what does not fit into the socket waits at all.</summary>
    public void SetSendPatience(TimeSpan patience)
    {
        if (Child is null && _output.CanTimeout)
        {
            _output.WriteTimeout = InMilliseconds(patience);
        }
    }

    /// <summary>Limits how long one <see cref="Read"/> waits; null waits forever.</summary>
    public void SetPatience(TimeSpan? patience)
    {
        if (_input.CanTimeout)
        {
            _input.ReadTimeout = patience is { } limit ? InMilliseconds(limit) : Timeout.Infinite;
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _input.Dispose();
    }

    private static int InMilliseconds(TimeSpan patience) => (int)Math.Clamp(patience.TotalMilliseconds, 1, int.MaxValue);
}
