using McpSkillGen.Generator.Tests.Harness;

namespace McpSkillGen.Generator.Tests;

/// <summary>
/// What is emitted, to the letter. After a change on purpose, run with <c>UPDATE_SNAPSHOTS=1</c> and read the difference as
/// a reviewer would: it is what users get.
/// </summary>
public sealed class SnapshotTests
{
    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") is "1";

    [Theory]
    [InlineData("weather")]
    [InlineData("shapes")]
    [InlineData("names")]
    [InlineData("library")]
    public void Emits_what_it_emitted_when_someone_last_read_it(string fixture)
    {
        var run = GeneratorRun.Of(TestFiles.Fixture(fixture));
        run.AssertCompiles();
        var folder = TestFiles.Snapshots(fixture);
        if (IsUpdating)
        {
            Update(folder, run.Sources);
        }

        Assert.Equal(
            run.Sources.Keys.Order(StringComparer.Ordinal),
            Directory.GetFiles(folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(run.Sources, source => Assert.Equal(File.ReadAllText(Path.Combine(folder, source.Key)), OfAnyVersion(source.Value)));
        Assert.DoesNotContain(run.Sources.Values, static source => source.Contains('\r', StringComparison.Ordinal));
    }

    private static void Update(string folder, IReadOnlyDictionary<string, string> sources)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (var (name, source) in sources)
        {
            File.WriteAllText(Path.Combine(folder, name), OfAnyVersion(source));
        }
    }

    // A new version of the generator is no reason to read everything again.
    private static string OfAnyVersion(string source) =>
        source.Replace($"\"McpSkillGen.Generator\", \"{typeof(SkillGenerator).Assembly.GetName().Version!.ToString(3)}\"", "\"McpSkillGen.Generator\", \"VERSION\"", StringComparison.Ordinal);
}
