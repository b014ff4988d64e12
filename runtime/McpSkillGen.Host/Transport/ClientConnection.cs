using System.Net.Sockets;
using System.Threading.Channels;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Transport;

/// <summary>Hears what clients say. Called from many threads; returns at once.</summary>
internal interface IClientListener
{
    /// <param name="client">Who.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="call">The call or query it belongs to.</param>
    /// <param name="payload">The listener's to keep.</param>
    void OnFrame(ClientConnection client, FrameKind kind, uint call, byte[] payload);

    /// <summary>Nothing more will come. Not an error: every client leaves.</summary>
    void OnGone(ClientConnection client);
}

/// <summary>
/// One client, over a socket or over our own standard streams. Frames to it are queued and written by one task, so that a
/// client that reads slowly delays nobody else.
/// </summary>
internal sealed class ClientConnection : IAsyncDisposable
{
    // What may wait for a slow reader before progress and log frames are left out. Results are never left out.
    private const int PatientBytes = 4 * 1024 * 1024;

    // A client that reads nothing must not keep the host from leaving.
    private static readonly TimeSpan FlushBudget = TimeSpan.FromSeconds(2);

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Channel<Outgoing> _queue;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _writing;
    private long _queuedBytes;

    public ClientConnection(Stream input, Stream output)
    {
        (_input, _output) = (input, output);

        // A socket takes what it has room for and never blocks: whoever sends writes by itself, without waking another thread.
        _queue = Channel.CreateUnbounded<Outgoing>(new() { SingleReader = true, AllowSynchronousContinuations = output is NetworkStream });
        _writing = WriteQueuedAsync();
    }

    /// <summary>Whether the client has said hello and was welcomed. Belongs to the host's loop.</summary>
    public bool IsWelcome { get; set; }

    /// <summary>Whether the client was told that the host is stale: nothing more is accepted from it. Belongs to the host's loop.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Reads until the client is gone or talks nonsense.</summary>
    public async Task ReadAsync(IClientListener listener, Action<string> onTrouble)
    {
        var reader = new FrameReader(_input);
        try
        {
            while (await reader.ReadAsync(_closing.Token).ConfigureAwait(false) is { } frame)
            {
                listener.OnFrame(this, frame.Kind, frame.Call, frame.Payload.ToArray());
            }
        }
        catch (WireException e)
        {
            onTrouble($"A client was disconnected: {e.Message}");
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Reset, or closed by us: gone either way.
        }
        finally
        {
            listener.OnGone(this);
        }
    }

    /// <summary>Queues a frame.</summary>
    public void Send(FrameKind kind, uint call, ReadOnlySpan<byte> payload) => Send(OutgoingFrame.Of(kind, call, payload));

    /// <inheritdoc cref="Send(FrameKind, uint, ReadOnlySpan{byte})"/>
    public void Send(OutgoingFrame frame) => Enqueue(frame, written: null);

    /// <summary>Queues a frame that may be left out when the client reads too slowly.</summary>
    public void SendIfKeepingUp(FrameKind kind, uint call, ReadOnlySpan<byte> payload)
    {
        if (Interlocked.Read(ref _queuedBytes) < PatientBytes)
        {
            Send(kind, call, payload);
        }
    }

    /// <summary>Queues a frame and waits until the system has taken it.</summary>
    /// <returns>False when the client is gone.</returns>
    public async Task<bool> SendAndFlushAsync(FrameKind kind, uint call, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(OutgoingFrame.Of(kind, call, payload.Span), written);
        return await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is queued, within a budget, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(FlushBudget).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _output.DisposeAsync().ConfigureAwait(false);
        await _input.DisposeAsync().ConfigureAwait(false);
    }

    private void Enqueue(OutgoingFrame frame, TaskCompletionSource<bool>? written)
    {
        Interlocked.Add(ref _queuedBytes, frame.Length);
        if (!_queue.Writer.TryWrite(new Outgoing(frame, written)))
        {
            written?.TrySetResult(false);
        }
    }

    private async Task WriteQueuedAsync()
    {
        var isGone = false;
        await foreach (var (frame, written) in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                if (!isGone)
                {
                    await frame.WriteToAsync(_output, _closing.Token).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The reading side hears of it too and tells the host; here the rest of the queue is only emptied.
                isGone = true;
            }

            frame.LetGo();
            Interlocked.Add(ref _queuedBytes, -frame.Length);
            written?.TrySetResult(!isGone);
            LargeResults.HaveGone(frame.Length);
        }
    }

    private readonly record struct Outgoing(OutgoingFrame Frame, TaskCompletionSource<bool>? Written);
}
