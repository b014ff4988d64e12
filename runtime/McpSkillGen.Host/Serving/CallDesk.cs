using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Serving;

/// <summary>The clients' calls, from their first frame to their last one. Belongs to the host's loop, and waits for nothing.</summary>
/// <param name="runner">Runs a call.</param>
/// <param name="output">Gathers what clients and server are told.</param>
/// <param name="post">Brings a call's end back to the loop.</param>
internal sealed class CallDesk(CallRunner runner, RoundOutput output, Action<HostEvent> post)
{
    // Waking another thread costs as much as forwarding about this many bytes.
    private const int InlineLength = 16 * 1024;

    private readonly CallBook _book = new();

    /// <inheritdoc cref="CallBook.Running"/>
    public int Running => _book.Running;

    /// <inheritdoc cref="CallBook.Begun"/>
    public long Begun => _book.Begun;

    /// <inheritdoc cref="CallBook.IsAnyWaiting"/>
    public bool IsAnyWaiting => _book.IsAnyWaiting;

    /// <summary>Limits how many of a client's calls run at once; less than one is one.</summary>
    public void Limit(ClientConnection client, int callsAtOnce) => _book.Limit(client, Math.Max(1, callsAtOnce));

    /// <summary>Takes a call, to run it now or when it is its turn.</summary>
    /// <exception cref="WireException">The payload is not a call, or the client has another one of this id.</exception>
    public void Take(ClientConnection client, uint id, byte[] payload)
    {
        if (!_book.TryAdd(new ActiveCall(client, id, payload)))
        {
            throw new WireException($"A client used the call id {id} twice at once.");
        }

        BeginNext(client);
    }

    /// <summary>A client does not want a call's end any more.</summary>
    public void Cancel(ClientConnection client, uint id)
    {
        if (_book.Find(client, id) is { } call)
        {
            CutShort(call, CancelCause.Caller);
        }
    }

    /// <summary>A client's person has answered a question of a call.</summary>
    /// <exception cref="WireException">The payload is not a reply.</exception>
    public void Reply(ClientConnection client, uint id, byte[] payload) => _book.Find(client, id)?.Reply(payload);

    /// <summary>A call that ran has ended: tells its client, and begins the next one.</summary>
    public void Close(ActiveCall call, CallEnd end)
    {
        _book.End(call);
        output.Hold(call.Client);
        if (end.LastFrame is not null)
        {
            call.Client.Send(end.LastFrame);
        }

        BeginNext(call.Client);
    }

    /// <summary>Refuses what has not begun.</summary>
    public void RefuseWaiting()
    {
        foreach (var call in _book.Waiting)
        {
            CutShort(call, CancelCause.HostStopping);
        }
    }

    /// <summary>Cuts short what runs.</summary>
    public void CutShort(CancelCause cause) => _book.CutShort(cause);

    /// <summary>A client is gone, and nobody wants to hear of its calls.</summary>
    public void Forget(ClientConnection client)
    {
        _book.CutShort(CancelCause.Vanished, client);
        _book.Forget(client);
    }

    private void BeginNext(ClientConnection client)
    {
        while (_book.Next(client) is { } next)
        {
            _ = RunAsync(next);
            output.OnBegun();
        }
    }

    private void CutShort(ActiveCall call, CancelCause cause)
    {
        call.Cancel(cause);
        if (_book.TryBegin(call))
        {
            // It has waited for its turn; now it is on its way to its end.
            _ = RunAsync(call);
        }
    }

    private async Task RunAsync(ActiveCall call)
    {
        if (call.Message.Params.Length > InlineLength)
        {
            // Off the loop: writing the params anew must not hold up the next frame.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        post(new HostEvent.CallEnded(call, await runner.RunAsync(call).ConfigureAwait(false)));
    }
}
