namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>What a run tried, and what it did not: a test that skips in silence proves less than it says.</summary>
internal sealed class TripCounts
{
    private readonly List<string> _untried = [];
    private readonly List<string> _unreadable = [];

    /// <summary>Arguments that were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Random values that turned out not to fit: a pattern that no text of ours matches, a rule that we do not read.</summary>
    public int Misfits { get; private set; }

    /// <summary>Tools whose schema the validator cannot read, and why.</summary>
    public IReadOnlyList<string> Unreadable => _unreadable;

    /// <summary>Tools of which no value was found.</summary>
    public IReadOnlyList<string> Untried => _untried;

    public void Add(string tool, int sent, int misfits)
    {
        Sent += sent;
        Misfits += misfits;
        if (sent == 0)
        {
            _untried.Add(tool);
        }
    }

    public void AddUnreadable(string tool, string why) => _unreadable.Add($"{tool} ({why})");

    public override string ToString() =>
        $"{Sent} sent; {Misfits} random values did not fit their schema; "
        + $"{Untried.Count} tools without a value: [{string.Join(", ", Untried)}]; "
        + $"{Unreadable.Count} schemas unreadable to the validator: [{string.Join(", ", Unreadable)}]";
}
