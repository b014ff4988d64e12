using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Conformance;

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
        Environment.SetEnvironmentVariable("MCP_SKILL_STORE_DIR", Path.Combine(_root, "store"));
        _skill = new Lazy<Task<string>>(ScaffoldAsync);
        _suites = new Lazy<Task<NpmFolder>>(static () => NpmFolder.InstallAsync(
            Path.Combine(Project, "npm"), Repository.PathOf("artifacts/npm"), CancellationToken.None));
    }

    private static string Project => Repository.PathOf("tests/Conformance");

    /// <summary>
    /// Lets the suite judge the executor and its host; skips the test where there is no npm. What did not pass among all at once is
    /// judged again alone: some scenarios look at the clock, and the others keep every core busy.
    /// </summary>
    /// <param name="release">The package of the suite.</param>
    /// <param name="all">What it shall run.</param>
    /// <param name="alone">What it shall be told beside the name of one scenario.</param>
    internal async Task<Verdict> JudgeAsync(string release, string[] all, params string[] alone)
    {
        Assert.SkipUnless(NpmFolder.CanInstall, "node and npm are not on PATH; the suite comes from npm.");
        var verdict = await RunSuiteAsync(release, all);
        foreach (var scenario in verdict.NotPassed)
        {
            var again = await RunSuiteAsync(release, ["--scenario", scenario, .. alone]);
            if (again.ExitCode != 0)
            {
                return verdict with { Report = verdict.Report + again.Report };
            }
        }

        return verdict.NotPassed.Count > 0 ? verdict with { ExitCode = 0 } : verdict;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<Verdict> RunSuiteAsync(string release, string[] options)
    {
        var suites = await _suites.Value;
        var client = $"\"{Repository.Metadata("Driver")}\" run \"{await _skill.Value}\"";
        var ran = await Cli.Wrap(suites.Node)
            .WithArguments([suites.FileOf(release, "dist/index.js"), "client", "--command", client, "--timeout", $"{ScenarioMilliseconds}", .. options])
            .WithWorkingDirectory(_root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new Verdict(ran.ExitCode, ran.StandardOutput + ran.StandardError);
    }

    private async Task<string> ScaffoldAsync()
    {
        var config = new JsonObject { ["name"] = SkillName, ["command"] = Repository.Metadata("Driver"), ["args"] = new JsonArray("offer") };
        var file = Path.Combine(_root, "config.json");
        await File.WriteAllTextAsync(file, config.ToJsonString());
        var skills = Path.Combine(_root, "skills");
        var ran = await Cli.Wrap(Repository.Metadata("Mcpgen")).WithArguments(["scaffold", file, "-o", skills])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(ran.ExitCode == 0, ran.StandardOutput + ran.StandardError);
        return Path.Combine(skills, SkillName);
    }
}

/// <summary>What the suite says.</summary>
/// <param name="ExitCode">0: all is as it should be.</param>
/// <param name="Report">All that it printed.</param>
internal sealed partial record Verdict(int ExitCode, string Report)
{
    /// <summary>The scenarios that count and did not pass; none where all is as it should be.</summary>
    public IReadOnlyList<string> NotPassed => ExitCode == 0
        ? []
        : [.. NotPassedLine().Matches(Report)
            .Select(static line => line.Groups[1].Value)
            .Except(NotCountedLine().Matches(Report).Select(static line => line.Groups[1].Value))];

    /// <summary>Asserts that everything passed, and shows what did not.</summary>
    public void MustPass() => Assert.True(ExitCode == 0, Report);

    [GeneratedRegex(@"✗ (\S+): \d+ passed")]
    private static partial Regex NotPassedLine();

    [GeneratedRegex(@"✗ (\S+) \(")]
    private static partial Regex NotCountedLine();
}
