using System.Diagnostics;

namespace McpSkillGen.Host.Serving;

/// <summary>
/// Shows people when the last call ended: in a file, which takes longer to write than a call takes. Where calls end by the
/// hundred, once a second is enough. Belongs to the host's loop, which tells it after every round.
/// </summary>
/// <param name="door">Writes the file.</param>
/// <param name="lookAgain">Has the loop run, in a while.</param>
internal sealed class ActivityDisplay(IHostDoor door, Action lookAgain) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Timer _timer = new(_ => lookAgain());
    private long _shown;
    private bool _isOutdated;

    public void OnCallEnded() => _isOutdated = true;

    /// <param name="isLast">Whether there may be no later round.</param>
    /// <returns>Whether it was time for it: what else can wait for a second goes with it.</returns>
    public bool Act(bool isLast)
    {
        if (!_isOutdated)
        {
            return false;
        }

        var left = Interval - Stopwatch.GetElapsedTime(_shown);
        if (left <= TimeSpan.Zero || isLast)
        {
            (_shown, _isOutdated) = (Stopwatch.GetTimestamp(), false);
            door.ShowActivity();
            return true;
        }

        _timer.Change((long)Math.Ceiling(left.TotalMilliseconds), Timeout.Infinite);
        return false;
    }

    public void Dispose() => _timer.Dispose();
}
