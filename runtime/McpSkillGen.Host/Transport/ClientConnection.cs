using McpSkillGen.Host.Streams;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Transport;

/// <summary>Receives what clients send. Called from many threads; must return at once.</summary>
internal interface IClientListener
{
    /// <summary>A message came. Others that came with it may follow before <see cref="OnPause"/>.</summary>
    void OnMessage(ClientConnection client, ClientMessage message);

    /// <summary>There are no more messages for now.</summary>
    void OnPause();

    /// <summary>Nothing more will come. That is not an error: every client leaves.</summary>
    void OnGone(ClientConnection client);
}

/// <summary>
/// One client, over a socket or over standard input and output. Frames for it are queued, so that a client that reads slowly
/// delays nobody else.
/// </summary>
internal sealed class ClientConnection : IAsyncDisposable
{
    // If more than this waits for a slow reader, progress and log frames are dropped. Results never are.
    private const int PatientBytes = 4 * 1024 * 1024;

    // A client that reads nothing must not keep the host from leaving.
    private static readonly TimeSpan FlushBudget = TimeSpan.FromSeconds(2);

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly CancellationTokenSource _closing;
    private readonly WriteQueue _queue;
    private readonly ConnectedPeer? _peer;

    /// <param name="input">What the client sends.</param>
    /// <param name="output">What the client reads.</param>
    /// <param name="ending">Ends the conversation at once.</param>
    /// <param name="peer">Who it is, as far as the system tells.</param>
    public ClientConnection(Stream input, Stream output, CancellationToken ending, ConnectedPeer? peer = null)
    {
        (_input, _output, _peer) = (input, output, peer);
        _closing = CancellationTokenSource.CreateLinkedTokenSource(ending);
        _queue = new WriteQueue(output, _closing.Token);
    }

    /// <summary>The client's process; null if the system does not tell.</summary>
    public int? ProcessId => _peer?.ProcessId();

    /// <inheritdoc cref="ConnectedPeer.IsElsewhere"/>
    public bool IsElsewhere => _peer is { IsElsewhere: true };

    /// <summary>Whether the client has sent Hello and got Welcome. Belongs to the host's loop.</summary>
    public bool IsWelcome { get; set; }

    /// <summary>Whether the client was told that the host is stale: nothing more is accepted from it. Belongs to the host's loop.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Reads until the client is gone, or sends something that is not a message: then it gets a Failure and is disconnected.</summary>
    public async Task ReadAsync(IClientListener listener, Action<string> onTrouble)
    {
        var reader = new FrameReader(_input);
        try
        {
            while (await reader.ReadAsync(_closing.Token).ConfigureAwait(false) is { } frame)
            {
                var parsed = ClientMessage.Parse(frame with { Payload = frame.Payload.ToArray() });
                if (!parsed.Is(out var message))
                {
                    onTrouble($"A client was disconnected: {parsed.Refusal}");
                    Send(OutgoingFrame.Of(NotUnderstood(frame.Call, parsed.Refusal)));
                    return;
                }

                listener.OnMessage(this, message);
                if (!reader.HasFrame)
                {
                    listener.OnPause();
                }
            }
        }
        catch (WireException e)
        {
            onTrouble($"A client was disconnected: {e.Message}");
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Reset, or closed by us.
        }
        finally
        {
            listener.OnGone(this);
        }
    }

    /// <summary>What a client is sent whose message is refused.</summary>
    public static FailureMessage NotUnderstood(uint call, string refusal) => new(
        call, ExitCode.Unreachable, $"The host refused a message of this client: {refusal} Nothing was run. If executor and host are of different versions, build the skill again.");

    /// <summary>Sends a frame, or queues it if the client reads slowly.</summary>
    public void Send(FrameKind kind, uint call, ReadOnlySpan<byte> payload) => Send(OutgoingFrame.Of(kind, call, payload));

    /// <inheritdoc cref="Send(FrameKind, uint, ReadOnlySpan{byte})"/>
    public void Send(Outgoing frame) => _queue.Add(frame);

    /// <summary>Sends a frame, or drops it if the client reads too slowly.</summary>
    public void SendIfKeepingUp(FrameKind kind, uint call, ReadOnlySpan<byte> payload)
    {
        if (_queue.WaitingBytes < PatientBytes)
        {
            Send(kind, call, payload);
        }
    }

    /// <summary>
    /// Tells the client that a call is accepted. When this completes, the system has the frame: the client learns of it even if
    /// this host is killed. The caller continues on the thread that wrote the frame.
    /// </summary>
    /// <returns>False if the client is gone.</returns>
    public async Task<bool> AcceptAsync(uint call, CancellationToken cancellationToken)
    {
        var written = new TaskCompletionSource<bool>();
        _queue.Add(OutgoingFrame.Of(FrameKind.Accepted, call, []), written.SetResult);
        return await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From now until <see cref="ReleaseFrames"/> frames are gathered, to share a write.</summary>
    public void HoldFrames() => _queue.Hold();

    /// <summary>Ends one <see cref="HoldFrames"/>.</summary>
    public void ReleaseFrames() => _queue.Release();

    /// <summary>Writes what is queued, within a time limit, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _queue.FlushAsync().WaitAsync(FlushBudget).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _output.DisposeAsync().ConfigureAwait(false);
        await _input.DisposeAsync().ConfigureAwait(false);
    }
}
