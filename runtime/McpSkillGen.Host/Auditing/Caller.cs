using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Auditing;

/// <summary>Who made a call, as far as the system tells. Linux only.</summary>
/// <param name="ProcessId">Null if not known.</param>
/// <param name="Program">The program's file.</param>
/// <param name="Parents">The names of the programs that started it, the nearest first: a shell, an agent.</param>
/// <param name="Workspace">The project that it was started in.</param>
internal sealed record Caller(int? ProcessId, string? Program, IReadOnlyList<string> Parents, string? Workspace)
{
    private const int MaxParents = 6;

    /// <param name="processId">Null if not known.</param>
    public static Caller Of(int? processId)
    {
        if (processId is not { } id || !OperatingSystem.IsLinux())
        {
            return new Caller(processId, null, [], null);
        }

        var parents = new List<string>();
        for (var parent = ProcessStat.Of(id)?.Parent; parent is > 1 && parents.Count < MaxParents; parent = ProcessStat.Of(parent.Value)?.Parent)
        {
            parents.Add(NameOf(parent.Value) ?? "?");
        }

        return new Caller(id, LinkAt($"/proc/{id}/exe"), parents, LinkAt($"/proc/{id}/cwd") is { } folder ? WorkspaceRoot.Of(folder) : null);
    }

    private static string? NameOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").TrimEnd('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
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
