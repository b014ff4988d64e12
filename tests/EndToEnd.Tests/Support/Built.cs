namespace EndToEnd.Tests.Support;

/// <summary>Where the build put the programs under test.</summary>
internal static class Built
{
    private static readonly string ProgramSuffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public static string Mcpgen { get; } = Repository.Metadata("Mcpgen") + ProgramSuffix;

    public static string FaultServer { get; } = Repository.Metadata("FaultServer") + ProgramSuffix;

    public static string Surroundings { get; } = Repository.Metadata("Surroundings") + ProgramSuffix;
}
