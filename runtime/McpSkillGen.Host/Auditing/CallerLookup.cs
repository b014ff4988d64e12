using System.Diagnostics;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Auditing;

/// <summary>
/// Finds out who makes a call. What started an agent is read once: most calls come from processes that share all their ancestors but
/// one, and reading all of them again took 0.2 ms of a call's 4. Linux only; elsewhere nothing is known. Safe for many threads.
/// </summary>
internal sealed class CallerLookup
{
    private const int MaxParents = 6;

    // A chain of processes that is longer than this is none.
    private const int MaxDepth = 64;

    // When it is full, it is begun anew.
    private const int MaxKnown = 256;

    // Somebody may put the folder under version control.
    private static readonly TimeSpan WorkspaceKept = TimeSpan.FromMinutes(1);

    private readonly Lock _reading = new();
    private readonly Dictionary<(int Id, long StartTime), string[]> _known = [];
    private (string? Folder, string? Root, long At) _workspace;

    /// <param name="processId">Null if not known.</param>
    public Caller Find(int? processId)
    {
        if (processId is not { } id || !OperatingSystem.IsLinux() || ProcessStat.Of(id) is not { } stat)
        {
            return new Caller(processId, null, [], null);
        }

        var (program, folder) = (LinkAt($"/proc/{id}/exe"), LinkAt($"/proc/{id}/cwd"));
        lock (_reading)
        {
            var parents = ParentsOf(stat.Parent);
            return new Caller(id, program, parents[..Math.Min(parents.Length, MaxParents)], WorkspaceOf(folder));
        }
    }

    private string? WorkspaceOf(string? folder)
    {
        if (folder is not null && (folder != _workspace.Folder || Stopwatch.GetElapsedTime(_workspace.At) > WorkspaceKept))
        {
            _workspace = (folder, WorkspaceRoot.Of(folder), Stopwatch.GetTimestamp());
        }

        return folder is null ? null : _workspace.Root;
    }

    // The process and what started it, the nearest first.
    private string[] ParentsOf(int nearest)
    {
        var read = new List<(int Id, ProcessStat Stat)>();
        string[] names = [];
        for (var id = nearest; id > 1 && read.Count < MaxDepth && ProcessStat.Of(id) is { } stat; id = stat.Parent)
        {
            if (_known.TryGetValue((id, stat.StartTime), out var known))
            {
                names = known;
                break;
            }

            read.Add((id, stat));
        }

        if (_known.Count + read.Count > MaxKnown)
        {
            _known.Clear();
        }

        for (var i = read.Count - 1; i >= 0; i--)
        {
            names = [read[i].Stat.Name, .. names];
            _known[(read[i].Id, read[i].Stat.StartTime)] = names;
        }

        return names;
    }

    private static string? LinkAt(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
