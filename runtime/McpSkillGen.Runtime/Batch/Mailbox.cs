using System.Diagnostics.CodeAnalysis;

namespace McpSkillGen.Runtime.Batch;

/// <summary>What several threads have to say to one that waits for it.</summary>
internal sealed class Mailbox<T>
{
    private readonly Queue<T> _letters = new();

    public void Post(T letter)
    {
        lock (_letters)
        {
            _letters.Enqueue(letter);
            Monitor.Pulse(_letters);
        }
    }

    /// <summary>Takes the oldest letter, where there is one.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T letter)
    {
        lock (_letters)
        {
            return _letters.TryDequeue(out letter);
        }
    }

    /// <summary>Takes the oldest letter, and waits for one where there is none.</summary>
    public T Take()
    {
        lock (_letters)
        {
            while (_letters.Count == 0)
            {
                Monitor.Wait(_letters);
            }

            return _letters.Dequeue();
        }
    }
}
