using System.Diagnostics.CodeAnalysis;

namespace McpSkillGen.Runtime;

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
        WorkOff();
    }

    /// <summary>Works off what there is, unless another thread does.</summary>
    public void WorkOff()
    {
        if (TryAttend())
        {
            WorkOffAttended();
        }
    }

    /// <summary>Does something that posts letters, and works them off together afterwards.</summary>
    public void During(Action posting)
    {
        var isOurs = TryAttend();
        try
        {
            posting();
        }
        finally
        {
            if (isOurs)
            {
                WorkOffAttended();
            }
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
            while (TryTake(out var letter))
            {
                handle(letter);
            }

            afterLast();
        }
        while (!TryLeave());
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
