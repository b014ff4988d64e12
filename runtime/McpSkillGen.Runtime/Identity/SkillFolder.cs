using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Identity;

/// <summary>The paths inside one skill's folder.</summary>
/// <param name="Root">The folder that holds SKILL.md and mcp-config.json; absolute, links resolved.</param>
internal sealed record SkillFolder(string Root)
{
    /// <summary>The config's file name: a folder that contains it is a skill.</summary>
    public const string ConfigFileName = "mcp-config.json";

    public string ConfigFile => Path.Combine(Root, ConfigFileName);

    public string CatalogFile => Path.Combine(Root, "mcp-catalog.json");

    public string SecretsFile => Path.Combine(Root, ".env");

    public string ScriptsFolder => Path.Combine(Root, "scripts");

    public string HostFile => Path.Combine(ScriptsFolder, OperatingSystem.IsWindows() ? "mcp-skill-host.exe" : "mcp-skill-host");

    /// <summary>The programs in the user's store that run for this skill; null if they lie in <see cref="ScriptsFolder"/>.</summary>
    public StoredPrograms? Stored { get; init; }

    /// <summary>What a person or an agent runs: the launcher, or the executor itself in a skill that carries it.</summary>
    public string LauncherFile(string skillName)
    {
        var file = Path.Combine(ScriptsFolder, skillName);
        return !OperatingSystem.IsWindows() ? file : File.Exists(file + ".cmd") ? file + ".cmd" : file + ".exe";
    }

    /// <summary>The executor of this name: the one whose rebuild makes a running host stale.</summary>
    public string ExecutorFile(string skillName) => Stored?.Executor ?? LauncherFile(skillName);

    /// <summary>Names what the executor is built from, so that a skill that changed gets another one.</summary>
    public string KeyFile(string skillName) => Path.Combine(ScriptsFolder, skillName + ".key");

    /// <summary>For people: the host's process id, then the server's, each on its own line. Never read to decide anything.</summary>
    public string PidFile => Path.Combine(Root, ".mcp.pid");

    /// <summary>For people: the UTC time of the last call. Never read to decide anything.</summary>
    public string LastActiveFile => Path.Combine(Root, ".mcp.last_active");

    /// <summary>The skill in a folder.</summary>
    /// <param name="folder">Absolute.</param>
    public static SkillFolder At(string folder) => new(RealPath.Of(folder));

    /// <summary>
    /// Finds the skill a program belongs to: the nearest folder at or above the program that holds a config. From
    /// <c>scripts/NAME</c> that is one step up; from <c>executor/bin/…</c>, while developing, a few.
    /// </summary>
    /// <param name="programFolder">The folder of the running program.</param>
    /// <returns>Null if no folder above holds a config.</returns>
    public static SkillFolder? Find(string programFolder)
    {
        for (var folder = programFolder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, ConfigFileName)))
            {
                return At(folder);
            }
        }

        return null;
    }
}
