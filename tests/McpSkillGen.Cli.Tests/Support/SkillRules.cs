using System.Text.RegularExpressions;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Cli.Validation;

namespace McpSkillGen.Cli.Tests.Support;

/// <summary>The rules for a SKILL.md that we render: every one of <c>mcpgen validate</c>, and what only our own pages promise.</summary>
internal static partial class SkillRules
{
    // The page is looked at alone, without the files that it names.
    private static readonly string[] OfOtherFiles = ["reference-missing", "link-broken"];

    /// <summary>Every rule that the text breaks, as a sentence.</summary>
    /// <param name="text">SKILL.md.</param>
    /// <param name="folder">The name of its folder.</param>
    public static IReadOnlyList<string> Violations(string text, string folder)
    {
        using var place = new TemporaryFolder();
        place.Write($"{folder}/SKILL.md", text);
        var broken = SkillValidation.Check(place[folder])
            .Where(static finding => !OfOtherFiles.Contains(finding.Rule))
            .Select(static finding => $"{finding.Place.Line}:{finding.Place.Column} {finding.Rule}: {finding.Found}")
            .ToList();
        CheckOurs(text, folder, broken);
        return broken;
    }

    private static void CheckOurs(string text, string name, List<string> broken)
    {
        var page = SkillText.Of(text);
        Check(page.Yaml.Split('\n').All(static line => QuotedField().IsMatch(line)), "a value without double quotes", broken);
        Check(page.Yaml.Contains("\nmetadata:\n", StringComparison.Ordinal), "no metadata", broken);
        Check(page.Yaml.Contains("Use when ", StringComparison.Ordinal), "a description that does not say when", broken);

        var body = page.Body;
        Check(body.Contains("\n## ", StringComparison.Ordinal), "no second heading", broken);
        Check(body.Contains("\n2. ", StringComparison.Ordinal), "no second step", broken);
        Check(WorkedCall().Match(body) is { Success: true } call && call.Groups["program"].Value == name, "no worked call", broken);
        Check(body.Contains("absolute path", StringComparison.Ordinal) && body.Contains($"scripts/{name}`", StringComparison.Ordinal), "no word on absolute paths", broken);
        Check(!body.Contains("../", StringComparison.Ordinal), "a path upwards", broken);
        Check(body.Contains("`references/", StringComparison.Ordinal), "no word on references", broken);
        Check(!Tag().IsMatch(body), $"a tag: {Tag().Match(body).Value}", broken);
        Check(!body.Contains("!`", StringComparison.Ordinal), "a command that a harness would run", broken);
        Check(!body.Contains("](", StringComparison.Ordinal), "a link", broken);
        Check(!text.Any(static c => char.IsControl(c) && c != '\n'), "a control character", broken);
        foreach (var code in Enumerable.Range(0, 7))
        {
            Check(body.Contains($" {code} ", StringComparison.Ordinal), $"nothing on exit code {code}", broken);
        }
    }

    private static void Check(bool holds, string violation, List<string> broken)
    {
        if (!holds)
        {
            broken.Add(violation);
        }
    }

    [GeneratedRegex(@"^(?:  )?[a-z-]+:(?: ""(?:[^""\\]|\\.)*"")?$")]
    private static partial Regex QuotedField();

    [GeneratedRegex(@"```bash\n\s*(?<program>\S+) \S+")]
    private static partial Regex WorkedCall();

    [GeneratedRegex("</?[A-Za-z!]")]
    private static partial Regex Tag();
}
