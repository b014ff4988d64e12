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
        var sources = FilesBelow(PathOf(folder), "*.cs").Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(sources);
        return sources;
    }

    /// <summary>The files below a folder with names like the pattern, without what a build made.</summary>
    public static IEnumerable<string> FilesBelow(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Concat(Directory.EnumerateDirectories(folder)
            .Where(static inner => Path.GetFileName(inner) is not ("bin" or "obj" or "artifacts" or "node_modules"))
            .SelectMany(inner => FilesBelow(inner, pattern)));
}
