using System.Reflection;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Processes;

/// <summary>What mcpgen carries beside itself: the package for new projects, and the host that asks servers.</summary>
internal static class Carried
{
    private static readonly Lazy<CarriedPackage> CarriedOnce = new(ReadPackage);

    /// <summary>mcpgen's own version.</summary>
    public static string Version { get; } =
        typeof(Carried).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The package for new projects.</summary>
    /// <exception cref="SkillException">mcpgen is not complete.</exception>
    public static CarriedPackage Package() => CarriedOnce.Value;

    /// <summary>The native host; null if this mcpgen only carries the portable one.</summary>
    public static string? NativeHost =>
        Path.Combine(AppContext.BaseDirectory, "host", OperatingSystem.IsWindows() ? "mcp-skill-host.exe" : "mcp-skill-host") is var native && File.Exists(native)
            ? native
            : null;

    /// <summary>How to start the host: native, or through <c>dotnet</c>.</summary>
    /// <exception cref="SkillException">mcpgen is not complete.</exception>
    public static IReadOnlyList<string> HostCommand()
    {
        // A package of the tool carries no executable bit.
        if (NativeHost is { } native && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(native) & UnixFileMode.UserExecute) != 0))
        {
            return [native];
        }

        var portable = Path.Combine(AppContext.BaseDirectory, "host", "mcp-skill-host.dll");
        return File.Exists(portable) ? [Toolchain.DotNet, portable] : throw Incomplete(portable);
    }

    private static CarriedPackage ReadPackage()
    {
        var feed = Path.Combine(AppContext.BaseDirectory, "feed");
        var files = Directory.Exists(feed) ? Directory.GetFiles(feed, $"{CarriedPackage.PackageId}.*.nupkg") : [];
        return files is [var file] ? CarriedPackage.Read(file) : throw Incomplete(Path.Combine(feed, $"{CarriedPackage.PackageId}.VERSION.nupkg"));
    }

    private static SkillException Incomplete(string path) =>
        new(ExitCode.WrongEnvironment, $"This mcpgen is not complete: '{path}' is missing. Build generator/McpSkillGen.Cli again.");
}
