using System.Reflection;

namespace EndToEnd.Tests.Support;

/// <summary>Where the build put the programs under test.</summary>
internal static class Built
{
    private static readonly string ProgramSuffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string Mcpgen { get; } = Metadata("Mcpgen") + ProgramSuffix;

    public static string FaultServer { get; } = Metadata("FaultServer") + ProgramSuffix;

    public static string Surroundings { get; } = Metadata("Surroundings") + ProgramSuffix;

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
