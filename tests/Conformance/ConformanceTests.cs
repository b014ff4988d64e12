namespace Conformance;

/// <summary>
/// The official conformance suite, client side, against a generated executor and its host: <c>dotnet run --project
/// tests/Conformance</c>. Each scenario has a runtime directory of its own, and fails where anything survives it.
/// </summary>
public sealed class ConformanceTests(ExecutorUnderTest executor)
{
    private const string Released = "@modelcontextprotocol/conformance";

    // The alpha that knows what each revision of the specification requires.
    private const string WithRequirements = "conformance-next";

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Everything_that_a_revision_requires_of_a_client_is_there(string revision) =>
        (await executor.JudgeAsync(WithRequirements, "--requirements", revision, "--expected-failures", ExecutorUnderTest.Baseline)).MustPass();

    [Fact]
    public async Task Every_scenario_of_the_released_suite_passes_but_those_that_the_SDK_cannot_pass() =>
        (await executor.JudgeAsync(Released, "--suite", "all", "--expected-failures", ExecutorUnderTest.Baseline)).MustPass();

    [Fact]
    public async Task What_stands_in_the_baseline_fails_with_the_SDK_alone_too()
    {
        var excused = File.ReadLines(ExecutorUnderTest.Baseline)
            .TakeWhile(static line => !line.Contains("# Waiting", StringComparison.Ordinal))
            .Where(static line => line.TrimStart().StartsWith("- ", StringComparison.Ordinal))
            .Select(static line => line.TrimStart()[2..].Split('#')[0].Trim());

        foreach (var scenario in excused)
        {
            var verdict = await executor.JudgePlainClientAsync(Released, "--scenario", scenario);

            Assert.True(verdict.ExitCode != 0, $"'{scenario}' passes with the SDK: the executor must pass it too.\n{verdict.Report}");
        }
    }
}
