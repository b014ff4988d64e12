using System.Diagnostics.CodeAnalysis;

namespace McpSkillGen.Runtime.Threads;

/// <summary>
/// News for a state that only one thread at a time may change. Whoever posts a letter handles it, unless another thread is
/// handling letters already; no thread is woken for it.
/// </summary>
/// <param name="handle">Handles one letter. Never called by two threads at once; must not throw.</param>
/// <param name="afterLast">Called when no letter is left, before the next one is handled; the same rules hold.</param>
internal sealed class Mailbox<T>(Action<T> handle, Action afterLast)
{
    private readonly Queue<T> _letters = new();
    private bool _isAttended;

    /// <summary>Adds a letter. The current or the next <see cref="WorkOff"/> handles it.</summary>
    public void Add(T letter)
    {
        lock (_letters)
        {
            _letters.Enqueue(letter);
        }
    }

    /// <summary>Adds a letter and handles all that wait.</summary>
    public void Post(T letter)
    {
        Add(letter);
        WorkOff();
    }

    /// <summary>Handles all letters that wait, unless another thread is doing so.</summary>
    public void WorkOff()
    {
        if (!TryAttend())
        {
            return;
        }

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

    private bool TryAttend()
    {
        lock (_letters)
        {
            var isFree = !_isAttended;
            _isAttended = true;
            return isFree;
        }
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
