using McpSkillGen.Host.Background;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Calls;

/// <summary>The clients' calls, from their first frame to their last one. Belongs to the host's loop, and never waits.</summary>
/// <param name="runner">Runs a call.</param>
/// <param name="output">Gathers what one round sends to clients and to the server.</param>
/// <param name="work">Owns running calls.</param>
/// <param name="onEnded">Brings a call's end back to the loop.</param>
internal sealed class CallDesk(CallRunner runner, RoundOutput output, BackgroundWork work, Action<ActiveCall, CallEnd> onEnded)
{
    // Waking another thread costs as much as forwarding about this many bytes.
    private const int InlineLength = 16 * 1024;

    private readonly Dictionary<(ClientConnection Client, uint Id), ActiveCall> _calls = [];

    /// <summary>How many calls are running.</summary>
    public int Running => _calls.Count;

    /// <summary>How many calls are running or have run.</summary>
    public long Begun { get; private set; }

    /// <summary>Starts a call.</summary>
    /// <returns>False if the client already has a call with this id.</returns>
    public bool TryTake(ClientConnection client, CallMessage message)
    {
        var call = new ActiveCall(client, message, work) { Caller = runner.CallerOf(client) };
        if (!_calls.TryAdd((client, call.Id), call))
        {
            return false;
        }

        Begun++;
        work.Add("running a call", RunAsync(call));
        if (call.Caller is { } caller)
        {
            // While the server works. A caller that is answered may be gone.
            output.Afterwards(() => _ = caller.Value);
        }

        return true;
    }

    /// <summary>A client no longer wants a call's result.</summary>
    public void Cancel(ClientConnection client, uint id) => Find(client, id)?.Cancel(CancelCause.Caller);

    /// <summary>A client's user answered a question of a call.</summary>
    public void Reply(ClientConnection client, ReplyMessage reply) => Find(client, reply.Call)?.Reply(reply);

    /// <summary>A call has ended: its id is free again, and its client gets the last frame.</summary>
    public void Close(ActiveCall call, CallEnd end)
    {
        _calls.Remove((call.Client, call.Id));
        output.Hold(call.Client);
        if (end.LastFrame is not null)
        {
            call.Client.Send(end.LastFrame);
        }

        if (end.Record is { } record)
        {
            // The caller does not wait for it.
            output.Afterwards(record);
        }
    }

    /// <summary>Cancels all running calls.</summary>
    /// <param name="cause">Why.</param>
    public void CutShort(CancelCause cause)
    {
        foreach (var call in _calls.Values)
        {
            call.Cancel(cause);
        }
    }

    /// <summary>A client is gone: its calls are cancelled.</summary>
    public void Forget(ClientConnection client)
    {
        foreach (var call in _calls.Values.Where(call => ReferenceEquals(call.Client, client)))
        {
            call.Cancel(CancelCause.Vanished);
        }
    }

    private ActiveCall? Find(ClientConnection client, uint id) => _calls.GetValueOrDefault((client, id));

    private async Task RunAsync(ActiveCall call)
    {
        if (call.Message.Params.Length > InlineLength)
        {
            // Off the loop: writing large params must not hold up the next frame.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        onEnded(call, await runner.RunAsync(call).ConfigureAwait(false));
    }
}
