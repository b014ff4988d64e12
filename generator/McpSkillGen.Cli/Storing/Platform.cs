using System.Runtime.InteropServices;

namespace McpSkillGen.Cli.Storing;

/// <summary>This machine, as the folders of the store name it.</summary>
internal static class Platform
{
    /// <summary>The portable runtime identifier, such as <c>linux-x64</c>. Launchers make the same word from <c>uname</c>.</summary>
    public static string Rid { get; } =
        $"{System}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    public static string Program(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    private static string System =>
        OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : IsMusl ? "linux-musl"
        : "linux";

    private static bool IsMusl =>
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);
}
