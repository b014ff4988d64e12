namespace McpSkillGen.Cli.Processes;

/// <summary>What this machine builds with.</summary>
internal static class Toolchain
{
    /// <summary>The <c>dotnet</c> that runs mcpgen, or else the one on PATH.</summary>
    public static string DotNet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") switch
    {
        { Length: > 0 } path => path,
        _ when Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" => Environment.ProcessPath!,
        _ => "dotnet",
    };

    /// <summary>
    /// Whether Native AOT can link here. On Windows the linker is Visual Studio's. Only the build can find it, and it says so
    /// if there is none.
    /// </summary>
    public static bool HasLinker() => OperatingSystem.IsWindows() || IsOnPath("clang") || IsOnPath("gcc");

    /// <summary>
    /// Whether programs for another platform than this machine's can be linked here: for Linux with GNU's compiler for the other
    /// processor, for macOS with Apple's, which makes both.
    /// </summary>
    public static bool LinksFor(string rid) => rid switch
    {
        "linux-arm64" => OperatingSystem.IsLinux() && IsOnPath("aarch64-linux-gnu-gcc"),
        "linux-x64" => OperatingSystem.IsLinux() && IsOnPath("x86_64-linux-gnu-gcc"),
        "osx-arm64" or "osx-x64" => OperatingSystem.IsMacOS() && HasLinker(),
        _ => false,
    };

    /// <summary>Whether a program of this name is on PATH.</summary>
    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
