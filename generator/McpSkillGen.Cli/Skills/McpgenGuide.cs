using McpSkillGen.Cli.Files;

namespace McpSkillGen.Cli.Skills;

/// <summary>mcpgen's own skill: one page, <c>templates/mcpgen/SKILL.md</c>, that teaches an agent to make and keep skills.</summary>
internal static class McpgenGuide
{
    /// <summary>What a person types to install it. It is the skill's name.</summary>
    public const string Name = "mcpgen";

    private const string Resource = "mcpgen-skill.md";
    private const string Mark = "  generator: mcpgen";

    /// <summary>Whether a folder is a copy of it, of any version.</summary>
    public static bool IsAt(string folder) =>
        Path.GetFileName(folder) == Name && Path.Combine(folder, "SKILL.md") is var page && OrdinaryFile.Exists(page) && File.ReadLines(page).Take(20).Contains(Mark);

    /// <summary>Writes it into a folder of its name.</summary>
    /// <param name="parent">Where; absolute.</param>
    public static SkillOnDisk WriteIn(string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Name)).FullName;
        using var page = typeof(McpgenGuide).Assembly.GetManifestResourceStream(Resource)!;
        using var file = File.Create(Path.Combine(folder, "SKILL.md"));
        page.CopyTo(file);
        return new SkillOnDisk(folder, IsOurs: false, null, null, null) { IsGuide = true };
    }
}
