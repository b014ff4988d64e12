using System.Diagnostics;

namespace McpSkillGen.Host.Serving;

/// <summary>
/// Shows people when the last call ended, in a file. Writing it takes longer than a call, so while calls end all the time it
/// is written once a second. Belongs to the host's loop.
/// </summary>
/// <param name="door">Writes the file.</param>
/// <param name="lookAgain">Makes the loop run again.</param>
internal sealed class ActivityDisplay(IHostDoor door, Action lookAgain) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Timer _timer = new(_ => lookAgain());
    private long _shown;
    private bool _isOutdated;

    public void OnCallEnded() => _isOutdated = true;

    /// <param name="isLast">Whether this may be the last round.</param>
    /// <returns>Whether the file was written. Other things that can wait for a second are done then, too.</returns>
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
