using System.Reflection;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Processes;

/// <summary>What mcpgen carries beside itself: the package for new projects, and the host that asks servers.</summary>
internal static class Carried
{
    private const string PackageId = "McpSkillGen";

    /// <summary>mcpgen's own version.</summary>
    public static string Version { get; } =
        typeof(Carried).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The package file, and the version that a project must ask for to get it.</summary>
    /// <exception cref="SkillException">mcpgen is not complete.</exception>
    public static (string File, string Version) Package()
    {
        var feed = Path.Combine(AppContext.BaseDirectory, "feed");
        var files = Directory.Exists(feed) ? Directory.GetFiles(feed, $"{PackageId}.*.nupkg") : [];
        return files is [var file]
            ? (file, Path.GetFileNameWithoutExtension(file)[(PackageId.Length + 1)..])
            : throw Incomplete(Path.Combine(feed, $"{PackageId}.VERSION.nupkg"));
    }

    /// <summary>How to start the host: native, or through <c>dotnet</c>.</summary>
    /// <exception cref="SkillException">mcpgen is not complete.</exception>
    public static IReadOnlyList<string> HostCommand()
    {
        var native = Path.Combine(AppContext.BaseDirectory, "host", OperatingSystem.IsWindows() ? "mcp-skill-host.exe" : "mcp-skill-host");
        if (File.Exists(native))
        {
            return [native];
        }

        // The second is its place in the package McpSkillGen, which carries mcpgen too.
        string[] portable = [Path.Combine("host", "mcp-skill-host.dll"), Path.Combine("..", "host", "any", "mcp-skill-host.dll")];
        return portable.Select(static path => Path.GetFullPath(path, AppContext.BaseDirectory)).FirstOrDefault(File.Exists) is { } found
            ? [Toolchain.DotNet, found]
            : throw Incomplete(native);
    }

    private static SkillException Incomplete(string path) =>
        new(ExitCode.WrongEnvironment, $"This mcpgen is not complete: '{path}' is missing. Build generator/McpSkillGen.Cli again.");
}
