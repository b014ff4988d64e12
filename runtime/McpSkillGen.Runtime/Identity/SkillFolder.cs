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

    /// <summary>The executor of this name: the one whose rebuild makes a running host stale.</summary>
    public string ExecutorFile(string skillName) =>
        Path.Combine(ScriptsFolder, OperatingSystem.IsWindows() ? skillName + ".exe" : skillName);

    /// <summary>For people: the host's process id, then the server's, each on its own line. Never read to decide anything.</summary>
    public string PidFile => Path.Combine(Root, ".mcp.pid");

    /// <summary>For people: the UTC time of the last call. Never read to decide anything.</summary>
    public string LastActiveFile => Path.Combine(Root, ".mcp.last_active");

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
                return new SkillFolder(RealPath.Of(folder));
            }
        }

        return null;
    }
}
