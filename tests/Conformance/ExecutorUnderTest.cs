using System.Reflection;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Conformance;
using McpSkillGen.Tests.Shared;

[assembly: AssemblyFixture(typeof(ExecutorUnderTest))]

namespace Conformance;

/// <summary>
/// A native executor with the tools of every scenario, scaffolded once by the real <c>mcpgen</c>, and the suite that judges what
/// it and its host send.
/// </summary>
public sealed class ExecutorUnderTest : IDisposable
{
    private const string SkillName = "conformance";

    // For one scenario. The suite runs them all at once: the first answers wait for many processes on few cores.
    private const int ScenarioMilliseconds = 180_000;

    private readonly string _root = Directory.CreateTempSubdirectory("conformance-").FullName;
    private readonly Lazy<Task<string>> _skill;
    private readonly Lazy<Task<NpmFolder>> _suites;

    public ExecutorUnderTest()
    {
        _skill = new Lazy<Task<string>>(ScaffoldAsync);
        _suites = new Lazy<Task<NpmFolder>>(static () => NpmFolder.InstallAsync(
            Path.Combine(Project, "npm"), Path.Combine(Metadata("RepositoryRoot"), "artifacts", "npm"), CancellationToken.None));
    }

    private static string Project => Path.Combine(Metadata("RepositoryRoot"), "tests", "Conformance");

    /// <summary>Lets the suite judge the executor and its host; skips the test where there is no npm.</summary>
    /// <param name="release">The package of the suite.</param>
    /// <param name="options">What it shall run.</param>
    internal async Task<Verdict> JudgeAsync(string release, params string[] options)
    {
        Assert.SkipUnless(NpmFolder.CanInstall, "node and npm are not on PATH; the suite comes from npm.");
        var suites = await _suites.Value;
        var client = $"\"{Metadata("Driver")}\" run \"{await _skill.Value}\"";
        var ran = await Cli.Wrap(suites.Node)
            .WithArguments([suites.FileOf(release, "dist/index.js"), "client", "--command", client, "--timeout", $"{ScenarioMilliseconds}", .. options])
            .WithWorkingDirectory(_root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new Verdict(ran.ExitCode, ran.StandardOutput + ran.StandardError);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<string> ScaffoldAsync()
    {
        var config = new JsonObject { ["name"] = SkillName, ["command"] = Metadata("Driver"), ["args"] = new JsonArray("offer") };
        var file = Path.Combine(_root, "config.json");
        await File.WriteAllTextAsync(file, config.ToJsonString());
        var skills = Path.Combine(_root, "skills");
        var ran = await Cli.Wrap(Metadata("Mcpgen")).WithArguments(["scaffold", file, "-o", skills])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(ran.ExitCode == 0, ran.StandardOutput + ran.StandardError);
        return Path.Combine(skills, SkillName);
    }

    private static string Metadata(string key) =>
        typeof(ExecutorUnderTest).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

/// <summary>What the suite says.</summary>
/// <param name="ExitCode">0: all is as it should be.</param>
/// <param name="Report">All that it printed.</param>
internal sealed record Verdict(int ExitCode, string Report)
{
    /// <summary>Asserts that everything passed, and shows what did not.</summary>
    public void MustPass() => Assert.True(ExitCode == 0, Report);
}
