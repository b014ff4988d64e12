using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Instances;

/// <summary>All instances of this user, live or left over.</summary>
internal static class InstanceSurvey
{
    // A host answers within a millisecond; a list is not worth more patience than this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int NameLength = 16;

    /// <summary>Looks at every instance at once, and clears away what is left of skills that are gone.</summary>
    /// <exception cref="SkillException">The runtime directory must not be trusted, or cannot be read.</exception>
    public static async Task<IReadOnlyList<Instance>> RunAsync(string runtimeDirectory)
    {
        try
        {
            var found = await Task.WhenAll(
                FoldersIn(runtimeDirectory).Select(paths => Task.Run(() => TryLook(runtimeDirectory, paths)))).ConfigureAwait(false);
            return [.. found.OfType<Instance>().Where(static instance => !TryClearAway(instance)).OrderBy(static instance => instance.Description?.Skill, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The runtime directory '{runtimeDirectory}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The instances that there are, by their folders.</summary>
    /// <exception cref="SkillException">The runtime directory must not be trusted.</exception>
    public static IReadOnlyList<InstancePaths> FoldersIn(string runtimeDirectory)
    {
        if (RuntimeDirectory.WhyUnsafe(runtimeDirectory) is { } reason)
        {
            throw new SkillException(ExitCode.WrongEnvironment, reason);
        }

        return Directory.Exists(runtimeDirectory)
            ? [.. Directory.GetDirectories(runtimeDirectory).Where(static folder => IsInstanceName(Path.GetFileName(folder))).Select(static folder => new InstancePaths(folder))]
            : [];
    }

    private static Instance? TryLook(string runtimeDirectory, InstancePaths paths)
    {
        try
        {
            return Instance.Look(runtimeDirectory, paths, Patience);
        }
        catch (IOException) when (!Directory.Exists(paths.Folder))
        {
            // Somebody else cleared it away.
            return null;
        }
    }

    // Whoever waits for the lock meanwhile finds its file gone and begins anew: see FileLock. An open file cannot be
    // deleted on Windows, so there the folder stays.
    private static bool TryClearAway(Instance instance)
    {
        if (OperatingSystem.IsWindows() || instance is not { Presence: InstancePresence.Absent, Description.Skill: var skill } || Directory.Exists(skill))
        {
            return false;
        }

        using var held = InstanceLock.TryTake(instance.Paths);
        if (held is not null)
        {
            Directory.Delete(instance.Paths.Folder, recursive: true);
        }

        return held is not null;
    }

    private static bool IsInstanceName(string name) =>
        name.Length == NameLength && name.All(char.IsAsciiHexDigitLower);
}
