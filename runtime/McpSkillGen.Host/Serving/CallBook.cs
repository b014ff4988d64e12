using McpSkillGen.Host.Transport;

namespace McpSkillGen.Host.Serving;

/// <summary>
/// The calls that a host has taken: those that run, and those that wait for their turn, because their client wants no more than
/// so many of its own to run at once. So a client can send ahead, and is not on the way from one call's end to the next one's start.
/// </summary>
internal sealed class CallBook
{
    private readonly Dictionary<(ClientConnection Client, uint Id), ActiveCall> _calls = [];
    private readonly Dictionary<ClientConnection, Turns> _turns = [];

    /// <summary>How many calls run.</summary>
    public int Running { get; private set; }

    /// <summary>How many run, or have run.</summary>
    public long Begun { get; private set; }

    /// <summary>Whether calls wait for others to end.</summary>
    public bool IsAnyWaiting => _calls.Count > Running;

    /// <summary>The calls that wait.</summary>
    public ActiveCall[] Waiting => [.. _turns.Values.SelectMany(static turns => turns.Queue).Where(static call => !call.HasBegun)];

    /// <summary>Limits how many of a client's calls run at once.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="callsAtOnce">At least 1.</param>
    public void Limit(ClientConnection client, int callsAtOnce) => TurnsOf(client).AtOnce = callsAtOnce;

    /// <summary>Takes a call; <see cref="Next"/> tells when it is its turn.</summary>
    /// <returns>False where the client has another one of the same id.</returns>
    public bool TryAdd(ActiveCall call)
    {
        if (!_calls.TryAdd((call.Client, call.Id), call))
        {
            return false;
        }

        TurnsOf(call.Client).Queue.Enqueue(call);
        return true;
    }

    /// <summary>Which of a client's calls is to run now; null for none.</summary>
    public ActiveCall? Next(ClientConnection client)
    {
        while (_turns.TryGetValue(client, out var turns) && turns.Running < turns.AtOnce && turns.Queue.TryDequeue(out var next))
        {
            if (!next.HasBegun)
            {
                Begin(turns, next);
                return next;
            }
        }

        return null;
    }

    /// <summary>Lets a call run that waits, whether it is its turn or not.</summary>
    /// <returns>False where it does not wait.</returns>
    public bool TryBegin(ActiveCall call)
    {
        if (call.HasBegun || !_turns.TryGetValue(call.Client, out var turns))
        {
            return false;
        }

        Begin(turns, call);
        return true;
    }

    /// <returns>The call, whether it runs or waits; null where there is none.</returns>
    public ActiveCall? Find(ClientConnection client, uint id) => _calls.GetValueOrDefault((client, id));

    /// <summary>A call that ran has ended: its id is free again.</summary>
    public void End(ActiveCall call)
    {
        _calls.Remove((call.Client, call.Id));
        Running--;
        if (_turns.TryGetValue(call.Client, out var turns))
        {
            turns.Running--;
        }
    }

    /// <summary>A client is gone: what waits of it is never run.</summary>
    public void Forget(ClientConnection client)
    {
        if (_turns.Remove(client, out var turns))
        {
            foreach (var call in turns.Queue.Where(static call => !call.HasBegun))
            {
                _calls.Remove((client, call.Id));
            }
        }
    }

    /// <summary>Cuts short what runs.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="client">Whose; null for everybody's.</param>
    public void CutShort(CancelCause cause, ClientConnection? client = null)
    {
        foreach (var call in _calls.Values)
        {
            if (call.HasBegun && (client is null || ReferenceEquals(call.Client, client)))
            {
                call.Cancel(cause);
            }
        }
    }

    private void Begin(Turns turns, ActiveCall call)
    {
        call.HasBegun = true;
        turns.Running++;
        Running++;
        Begun++;
    }

    private Turns TurnsOf(ClientConnection client)
    {
        if (!_turns.TryGetValue(client, out var turns))
        {
            _turns.Add(client, turns = new Turns());
        }

        return turns;
    }

    /// <summary>One client's.</summary>
    private sealed class Turns
    {
        public int AtOnce { get; set; } = int.MaxValue;

        public int Running { get; set; }

        /// <summary>In the order in which they came; also of calls that were begun out of their turn.</summary>
        public Queue<ActiveCall> Queue { get; } = new();
    }
}
