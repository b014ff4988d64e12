using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Workflows only run on the machines of a host of repositories. What can be wrong before that is found here.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows => [.. Directory.EnumerateFiles(Repository.PathOf(".github/workflows"), "*.yml").Select(static file => Path.GetFileName(file))];

    [Theory, MemberData(nameof(Workflows))]
    public void Every_action_of_others_is_pinned_to_a_commit_and_says_its_version(string workflow)
    {
        var uses = Lines(workflow).Where(static line => line.Contains("uses:", StringComparison.Ordinal) && !line.Contains("uses: ./", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(uses);
        Assert.All(uses, static line => Assert.Matches(Pinned(), line));
    }

    [Theory, MemberData(nameof(Workflows))]
    public void Every_file_of_the_repository_that_is_named_exists(string workflow)
    {
        var named = Lines(workflow).SelectMany(static line => NamedFile().Matches(line)).Select(static match => match.Value).ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, static path => Assert.True(Path.Exists(Repository.PathOf(path)), $"'{path}' does not exist."));
    }

    private static string[] Lines(string workflow) => File.ReadAllLines(Repository.PathOf($".github/workflows/{workflow}"));

    [GeneratedRegex(@"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    // The folders and the files of the repository's root that commands name.
    [GeneratedRegex(@"(?<=[\s""'])(?:\./)?(?:(?:\.github|\.ci|tests|runtime|generator|templates|docs)/[\w./-]+|packaging\b(?=[\s""])|global\.json|McpSkillGen\.sln|Unit\.slnf)")]
    private static partial Regex NamedFile();
}
