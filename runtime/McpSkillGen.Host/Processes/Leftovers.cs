using System.Runtime.Versioning;
using System.Text;
using McpSkillGen.Host.Logging;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>
/// What a launch may leave behind if its guard was killed, alone or together with its host. It is found by the launch's trace
/// and ended before the next launch. Linux only: elsewhere there is no trace.
/// </summary>
/// <param name="traceFile">Keeps the trace for the next host; null if there will be none.</param>
/// <param name="log">Told what was ended.</param>
internal sealed class Leftovers(string? traceFile, HostLog log)
{
    private static readonly TimeSpan TerminationGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private readonly Lock _guard = new();
    private string? _traceFile = traceFile;
    private LaunchTrace? _trace;

    /// <summary>Ends what is left of the last launch, whichever host made it, and begins the trace of a new one.</summary>
    /// <returns>The variable that the processes of the new launch inherit; null if there are no traces.</returns>
    public async Task<(string Name, string Value)?> BeginLaunchAsync()
    {
        await EndLaunchAsync().ConfigureAwait(false);
        lock (_guard)
        {
            _trace = LaunchTrace.Begin();
            Keep();
            return _trace is null ? null : (LaunchTrace.MarkVariable, _trace.Mark);
        }
    }

    /// <summary>Adds a process of the launch to its trace.</summary>
    public void Add(int processId)
    {
        lock (_guard)
        {
            if (_trace is not null && ProcessStamp.Of(processId) is { } stamp)
            {
                _trace = _trace with { Processes = [.. _trace.Processes, stamp] };
                Keep();
            }
        }
    }

    /// <summary>Ends what is left of the last launch, if anything is, and removes its trace.</summary>
    public async Task EndLaunchAsync()
    {
        LaunchTrace? trace;
        lock (_guard)
        {
            trace = _trace ?? (_traceFile is null ? null : LaunchTrace.Read(_traceFile));
        }

        if (OperatingSystem.IsLinux() && trace is { IsOfThisBoot: true })
        {
            await EndAsync(trace).ConfigureAwait(false);
        }

        lock (_guard)
        {
            _trace = null;
            RemoveFile();
        }
    }

    /// <summary>Leaves the file to the next host, which must not take our running server for a leftover.</summary>
    public void HandOver()
    {
        lock (_guard)
        {
            RemoveFile();
            _traceFile = null;
        }
    }

    [SupportedOSPlatform("linux")]
    private async Task EndAsync(LaunchTrace trace)
    {
        var left = Find(trace);
        if (left.Count == 0)
        {
            return;
        }

        log.Write($"{left.Count} processes of an earlier launch are still running; ending them.");
        Signal(left, ProcessCalls.SignalTerminate);
        if (!await HaveGoneWithin(TerminationGrace, trace).ConfigureAwait(false))
        {
            Signal(Find(trace), ProcessCalls.SignalKill);
            await HaveGoneWithin(KillGrace, trace).ConfigureAwait(false);
        }
    }

    private static async Task<bool> HaveGoneWithin(TimeSpan budget, LaunchTrace trace)
    {
        using var limit = new CancellationTokenSource(budget);
        while (Find(trace).Count > 0)
        {
            if (limit.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(LookAgain, CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>The launch's processes that still run, and their descendants. A number alone proves nothing.</summary>
    private static HashSet<ProcessStamp> Find(LaunchTrace trace)
    {
        var mark = Encoding.ASCII.GetBytes($"{LaunchTrace.MarkVariable}={trace.Mark}\0");
        var known = trace.Processes.Where(static process => process.IsRunning).ToList();
        var marked = ProcessTree.All().Where(id => HasInEnvironment(id, mark)).Select(static id => ProcessStamp.Of(id)).OfType<ProcessStamp>();
        HashSet<ProcessStamp> found = [.. known, .. marked];
        foreach (var descendant in found.ToList().SelectMany(static process => ProcessTree.DescendantsOf(process.Id)))
        {
            if (ProcessStamp.Of(descendant) is { } stamp)
            {
                found.Add(stamp);
            }
        }

        return found;
    }

    private static bool HasInEnvironment(int processId, ReadOnlySpan<byte> entry)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{processId}/environ").AsSpan().IndexOf(entry) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to another user.
            return false;
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Signal(IEnumerable<ProcessStamp> processes, int signal)
    {
        foreach (var process in processes)
        {
            if (process.IsRunning)
            {
                _ = Libc.Kill(process.Id, signal);
            }
        }
    }

    private void Keep()
    {
        if (_trace is null || _traceFile is null)
        {
            return;
        }

        try
        {
            _trace.Write(_traceFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full. The guard still does its work, and this host still knows the mark.
            log.Write($"The trace of the server's processes cannot be written: {e.Message}");
        }
    }

    private void RemoveFile()
    {
        try
        {
            if (_traceFile is not null)
            {
                File.Delete(_traceFile);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It names nothing that still runs.
        }
    }
}
