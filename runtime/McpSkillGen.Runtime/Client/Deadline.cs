using System.Diagnostics;

namespace McpSkillGen.Runtime.Client;

/// <summary>The caller's own limit for a call, whatever hangs.</summary>
/// <param name="limit">Null for none.</param>
internal sealed class Deadline(TimeSpan? limit)
{
    private long _start = Stopwatch.GetTimestamp();

    public TimeSpan? Limit => limit;

    /// <summary>What is left of it, never less than zero; null without a limit.</summary>
    public TimeSpan? Left => limit - Stopwatch.GetElapsedTime(_start) is { } left ? left > TimeSpan.Zero ? left : TimeSpan.Zero : null;

    public bool HasPassed => Left == TimeSpan.Zero;

    /// <summary>How long to wait for something that may take so long.</summary>
    public TimeSpan Within(TimeSpan patience) => Left < patience ? Left.Value : patience;

    /// <summary>Does not count the time that a person takes.</summary>
    public void Pause(Action meanwhile)
    {
        var began = Stopwatch.GetTimestamp();
        meanwhile();
        _start += Stopwatch.GetTimestamp() - began;
    }
}
