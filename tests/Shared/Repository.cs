using System.Reflection;

namespace McpSkillGen.Tests.Shared;

/// <summary>The repository that is tested, and what the build has written down for its tests.</summary>
internal static class Repository
{
    /// <summary>Its folder, with a separator at the end.</summary>
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>An <c>AssemblyMetadata</c> item of the test project.</summary>
    public static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

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
