using System.Diagnostics;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>
/// The time that the patterns of one call may take together. When it is spent, the server decides: an expression that backtracks for
/// longer is hostile, and nobody waits longer before a call of milliseconds, however many values there are.
/// </summary>
internal sealed class PatternBudget
{
    // The clock of expressions ticks every few milliseconds, so one that ran out of time may leave a rest.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private TimeSpan _left = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether the text matches, or might match.</summary>
    public bool MayMatch(TextPattern pattern, string text)
    {
        if (_left < Tick)
        {
            return true;
        }

        var start = Stopwatch.GetTimestamp();
        var mayMatch = pattern.MayMatch(text, _left);
        _left -= Stopwatch.GetElapsedTime(start);
        return mayMatch;
    }
}
