using System.Globalization;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Processes;

/// <summary>Which process descends from which, according to <c>/proc</c>. Empty if there is no <c>/proc</c>.</summary>
internal static class ProcessTree
{
    /// <param name="ancestor">Whose.</param>
    /// <param name="fromGeneration">1 for the children and everybody below, 2 for the grandchildren and everybody below.</param>
    public static IReadOnlyList<int> DescendantsOf(int ancestor, int fromGeneration = 1)
    {
        var children = ReadParents().ToLookup(static process => process.Parent, static process => process.Id);
        var descendants = new List<int>();
        var unvisited = new Stack<(int Id, int Generation)>([(ancestor, 0)]);
        while (unvisited.TryPop(out var parent))
        {
            foreach (var child in children[parent.Id])
            {
                if (parent.Generation + 1 >= fromGeneration)
                {
                    descendants.Add(child);
                }

                unvisited.Push((child, parent.Generation + 1));
            }
        }

        return descendants;
    }

    public static IEnumerable<int> All()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc"))
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                yield return id;
            }
        }
    }

    private static IEnumerable<(int Id, int Parent)> ReadParents()
    {
        foreach (var id in All())
        {
            if (ProcessStat.Of(id) is { Parent: var parent })
            {
                yield return (id, parent);
            }
        }
    }
}
