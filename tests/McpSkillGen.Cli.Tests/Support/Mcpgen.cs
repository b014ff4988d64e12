using McpSkillGen.Cli.Processes;

namespace McpSkillGen.Cli.Tests.Support;

/// <summary>Runs mcpgen as a user does: a process of its own.</summary>
internal static class Mcpgen
{
    public static string Assembly { get; } = Repository.Metadata("McpgenAssembly");

    public static Task<ChildProcess.Ended> RunAsync(string workingFolder, params string[] arguments) =>
        ChildProcess.RunAsync(["dotnet", Assembly, .. arguments], workingFolder, null, TestContext.Current.CancellationToken);
}
