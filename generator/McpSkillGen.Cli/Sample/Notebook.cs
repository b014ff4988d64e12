namespace McpSkillGen.Cli.Sample;

/// <summary>
/// Notes, in memory only. They are gone when the server ends, so a note that is still there shows that the server kept
/// running between two calls.
/// </summary>
internal sealed class Notebook
{
    private readonly Lock _gate = new();
    private readonly List<Note> _notes = [];
    private int _lastId;

    public Note Add(string text, IReadOnlyList<string> tags)
    {
        lock (_gate)
        {
            var note = new Note(++_lastId, text, tags, DateTimeOffset.UtcNow);
            _notes.Add(note);
            return note;
        }
    }

    public bool Remove(int id)
    {
        lock (_gate)
        {
            return _notes.RemoveAll(note => note.Id == id) > 0;
        }
    }

    /// <summary>The notes that meet the condition, oldest first.</summary>
    public IReadOnlyList<Note> Where(Func<Note, bool> condition)
    {
        lock (_gate)
        {
            return [.. _notes.Where(condition)];
        }
    }
}
