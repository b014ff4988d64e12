using System.Reflection;

namespace Architecture.Tests;

/// <summary>The repository that is tested: its assemblies, its sources and its pages.</summary>
internal static class Repository
{
    public static string Root { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The assembly of each production project.</summary>
    public static IReadOnlyList<string> Production { get; } = ["McpSkillGen.Schema", "McpSkillGen.Generator", "mcpgen", "McpSkillGen.Runtime", "mcp-skill-host"];

    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>The C# files below a folder, without what a build made.</summary>
    public static IReadOnlyList<string> SourcesBelow(string folder)
    {
        var made = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";
        var sources = Directory.GetFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains(made, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.NotEmpty(sources);
        return sources;
    }
}
