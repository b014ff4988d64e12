namespace Conformance;

/// <summary>
/// The official conformance suite, client side, against a generated executor and its host: <c>dotnet run --project
/// tests/Conformance</c>. Each scenario has a runtime directory of its own, and fails where anything survives it. No failure is expected.
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
        (await executor.JudgeAsync(WithRequirements, ["--requirements", revision], "--spec-version", revision)).MustPass();

    [Fact]
    public async Task Every_scenario_of_the_released_suite_passes() =>
        (await executor.JudgeAsync(Released, ["--suite", "all"])).MustPass();
}
