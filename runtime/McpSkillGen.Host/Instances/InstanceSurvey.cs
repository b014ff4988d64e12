using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Instances;

/// <summary>All instances of this user, running or left over.</summary>
internal static class InstanceSurvey
{
    // A host answers within a millisecond; a list is not worth waiting longer than this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int NameLength = 16;

    private static string Home => UserDirectory.Runtime.Locate(Environment.GetEnvironmentVariable);

    /// <summary>Looks at every instance at once, and removes what is left of skills that are gone.</summary>
    /// <exception cref="SkillException">The runtime directory must not be trusted, or cannot be read.</exception>
    public static async Task<IReadOnlyList<Instance>> RunAsync()
    {
        try
        {
            var found = await Task.WhenAll(Find(ids: null).Select(paths => Task.Run(() => TryLook(paths)))).ConfigureAwait(false);
            return
            [
                .. found
                    .OfType<Instance>()
                    .Where(static instance => !TryClearAway(instance))
                    .OrderBy(static instance => instance.Description?.Skill, StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The runtime directory '{Home}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The instances by their folders.</summary>
    /// <param name="ids">Which; null for all.</param>
    /// <exception cref="SkillException">There is no such instance, or the runtime directory must not be trusted.</exception>
    public static IReadOnlyList<InstancePaths> Find(IReadOnlyList<string>? ids)
    {
        var home = Home;
        if (UserDirectory.Runtime.WhyUnsafe(home) is { } reason)
        {
            throw new SkillException(ExitCode.WrongEnvironment, reason);
        }

        InstancePaths[] all = Directory.Exists(home)
            ? [.. Directory.GetDirectories(home)
                .Where(static folder => IsInstanceName(Path.GetFileName(folder)))
                .Select(static folder => new InstancePaths(folder))]
            : [];
        return ids?.FirstOrDefault(id => all.All(paths => paths.Id != id)) is { } unknown
            ? throw new SkillException(ExitCode.WrongArguments, $"There is no instance '{unknown}'.")
            : [.. all.Where(paths => ids is null || ids.Contains(paths.Id))];
    }

    private static Instance? TryLook(InstancePaths paths)
    {
        try
        {
            return Instance.Look(paths, Patience);
        }
        catch (IOException) when (!Directory.Exists(paths.Folder))
        {
            // Another process removed it.
            return null;
        }
    }

    // Whoever waits for the lock meanwhile finds its file gone and begins anew: see FileLock. On Windows an open file cannot
    // be deleted, so there the folder stays.
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
