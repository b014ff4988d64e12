using System.Diagnostics.CodeAnalysis;

namespace McpSkillGen.Runtime.Threads;

/// <summary>
/// News for a state that one thread at a time may work on. Whoever brings some works it off, unless somebody is at it
/// already: in a steady flow nobody wakes anybody.
/// </summary>
/// <param name="handle">Works off one letter. Never called by two threads at once; throws nothing.</param>
/// <param name="afterLast">Called when there are no more, before the next comes; under the same promises.</param>
internal sealed class Mailbox<T>(Action<T> handle, Action afterLast)
{
    private readonly Queue<T> _letters = new();
    private bool _isAttended;
    private int _bringer;

    /// <summary>Adds a letter; it is worked off at the next <see cref="WorkOff"/>, or at one that goes on now.</summary>
    public void Add(T letter)
    {
        lock (_letters)
        {
            _letters.Enqueue(letter);
        }
    }

    /// <summary>Adds a letter, and works off what there is.</summary>
    public void Post(T letter)
    {
        Add(letter);
        if (Volatile.Read(ref _bringer) == Environment.CurrentManagedThreadId)
        {
            HandleAll();
        }
        else
        {
            WorkOff();
        }
    }

    /// <summary>Works off what there is, unless another thread does.</summary>
    public void WorkOff()
    {
        if (TryAttend())
        {
            WorkOffAttended();
        }
    }

    /// <summary>Does something that posts letters. Each is handled as it is posted; there are more to come until all of it is done.</summary>
    public void During(Action posting)
    {
        if (!TryAttend())
        {
            posting();
            return;
        }

        Volatile.Write(ref _bringer, Environment.CurrentManagedThreadId);
        try
        {
            posting();
        }
        finally
        {
            Volatile.Write(ref _bringer, 0);
            WorkOffAttended();
        }
    }

    private bool TryAttend()
    {
        lock (_letters)
        {
            var isFree = !_isAttended;
            _isAttended = true;
            return isFree;
        }
    }

    private void WorkOffAttended()
    {
        do
        {
            HandleAll();
            afterLast();
        }
        while (!TryLeave());
    }

    private void HandleAll()
    {
        // What the handling of a letter posts comes after it, not within it.
        var bringer = _bringer;
        Volatile.Write(ref _bringer, 0);
        while (TryTake(out var letter))
        {
            handle(letter);
        }

        Volatile.Write(ref _bringer, bringer);
    }

    private bool TryTake([MaybeNullWhen(false)] out T letter)
    {
        lock (_letters)
        {
            return _letters.TryDequeue(out letter);
        }
    }

    private bool TryLeave()
    {
        lock (_letters)
        {
            _isAttended = _letters.Count > 0;
            return !_isAttended;
        }
    }
}
