using System.Reflection;
using EndToEnd.Tests.Support;
using Packaging.Tests.Support;

[assembly: AssemblyFixture(typeof(FreshMachine))]

namespace Packaging.Tests.Support;

/// <summary>
/// The packages, packed once per run, and a user who has nothing but them: no settings, no templates, no tools, and an empty
/// package cache. Third parties' packages come from this machine's cache, so that nothing is downloaded twice.
/// </summary>
public sealed class FreshMachine : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("fresh-").FullName;

    /// <summary>New in each run: the package cache keeps the first package it saw of a version.</summary>
    internal string Version { get; } = $"0.1.0-test.{DateTime.UtcNow.Ticks}";

    internal string Packages => Path.Combine(_root, "packages");

    internal string Mcpgen => Path.Combine(_root, "tools", OperatingSystem.IsWindows() ? "mcpgen.exe" : "mcpgen");

    internal string Store => Path.Combine(_root, "store");

    internal Dictionary<string, string?> Variables { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var configuration = typeof(FreshMachine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "Configuration").Value;
        (await Ran.ProgramAsync("dotnet", ["pack", Repository.PathOf("packaging"), "--disable-build-servers", $"-p:PackConfiguration={configuration}", "-p:PackStamp=false", $"-p:PackVersion={Version}", $"-p:PackFolder={Packages}/"], Repository.Root)).Expect(0);

        var home = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Variables = new Dictionary<string, string?>
        {
            ["HOME"] = home,
            ["USERPROFILE"] = home,
            ["DOTNET_CLI_HOME"] = home,
            ["DOTNET_NOLOGO"] = "1",
            ["NUGET_PACKAGES"] = Path.Combine(_root, "cache"),
            ["NUGET_FALLBACK_PACKAGES"] = cache,
            ["MCP_SKILL_RUNTIME_DIR"] = Path.Combine(_root, "run"),
            ["MCP_SKILL_STORE_DIR"] = Store,
            ["MCP_SKILL_LATER"] = "no",
        };
        (await DotNetAsync(_root, "tool", "install", "McpSkillGen.Tool", "--version", Version, "--source", Packages, "--tool-path", Path.GetDirectoryName(Mcpgen)!)).Expect(0);
        (await NewAsync(_root, "install", Path.Combine(Packages, $"McpSkillGen.Templates.{Version}.nupkg"))).Expect(0);
    }

    /// <summary>A folder of one test's own.</summary>
    internal string CreateFolder() => Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("n")[..8])).FullName;

    internal Task<Ran> McpgenAsync(string folder, params string[] arguments) => Ran.ProgramAsync(Mcpgen, arguments, folder, Variables);

    internal Task<Ran> ExecutorAsync(NewSkill skill, params string[] arguments) =>
        Ran.ProgramAsync(skill.PathOf($"scripts/{Path.GetFileName(skill.Folder)}"), arguments, variables: Variables);

    /// <summary>Makes a skill in a folder of its name, and restores nothing.</summary>
    internal async Task<NewSkill> NewSkillAsync(string folder, string name, params string[] arguments)
    {
        (await NewAsync(folder, ["mcp-skill", "-n", name, .. arguments, "--skipRestore"])).Expect(0);
        return new NewSkill(Path.Combine(folder, name));
    }

    internal Task<Ran> NewAsync(string folder, params string[] arguments) =>
        DotNetAsync(folder, ["new", .. arguments, "--debug:custom-hive", Path.Combine(_root, "hive")]);

    internal Task<Ran> DotNetAsync(string folder, params string[] arguments) => Ran.ProgramAsync("dotnet", arguments, folder, Variables);

    /// <summary>Builds a skill as a user does, in its own folder.</summary>
    /// <param name="skill">The skill.</param>
    /// <param name="isNative">Natively takes half a minute: for a test that is about that.</param>
    /// <param name="variables">Beside this machine's own.</param>
    internal Task<Ran> BuildAsync(NewSkill skill, bool isNative = false, IReadOnlyDictionary<string, string?>? variables = null) => Ran.ProgramAsync(
        "dotnet",
        ["build", "--disable-build-servers", .. isNative ? Array.Empty<string>() : ["-p:McpSkillNative=false"]],
        skill.Folder,
        Variables.Concat(variables ?? new Dictionary<string, string?>()).ToDictionary());

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
