namespace McpSkillGen.Runtime.Identity;

/// <summary>
/// The user's store: executors by the hash of what they were built from, hosts by version, the feed that they are built from,
/// and for each skill on this machine which of them run for it.
/// </summary>
/// <param name="Root">Absolute.</param>
internal sealed record SkillStore(string Root)
{
    /// <summary>Packages for builds.</summary>
    public string Feed => Path.Combine(Root, "feed");

    /// <summary>The package McpSkillGen as builds use it, a folder for each version.</summary>
    public string Packages => Path.Combine(Root, "packages", "mcpskillgen");

    public string Executors => Path.Combine(Root, "executors");

    public string Hosts => Path.Combine(Root, "hosts");

    /// <summary>Where launchers build: what an interrupted build goes on with.</summary>
    public string Builds => Path.Combine(Root, "build");

    /// <summary>A file for each skill that was started on this machine, below the skill's own path.</summary>
    public string Skills => Path.Combine(Root, "skills");

    public static SkillStore Of(Func<string, string?> variable) => new(UserDirectory.Store.Locate(variable));

    /// <summary>Names the programs of a skill: executor, host, and the runtime that starts a portable executor, a line each.</summary>
    /// <param name="folder">The skill's folder as the caller spells it; absolute.</param>
    /// <param name="skillName">The skill's name.</param>
    /// <param name="key">What its executor is built from.</param>
    public string PointerFile(string folder, string skillName, string key) =>
        Path.Combine(Skills + Path.DirectorySeparatorChar + folder.Replace(":", "", StringComparison.Ordinal).TrimStart(Path.DirectorySeparatorChar), $"{skillName}.{key}");

    /// <summary>The programs that run for a skill here, as its launcher left them.</summary>
    /// <returns>Null if the skill carries its programs, or was never started here.</returns>
    public StoredPrograms? Find(SkillFolder folder, string skillName)
    {
        if (OperatingSystem.IsWindows() ? !Directory.Exists(Root) : UserDirectory.Store.WhyUnsafe(Root) is not null)
        {
            return null;
        }

        try
        {
            var key = File.ReadAllText(folder.KeyFile(skillName)).Trim();
            return File.ReadAllLines(PointerFile(folder.Root, skillName, key)) is [var executor, var host, ..] && File.Exists(host)
                ? new StoredPrograms(executor, host)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
