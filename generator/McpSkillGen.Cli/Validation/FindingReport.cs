using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Validation;

/// <summary>The findings of each skill: as lines that editors can jump from, or as JSON.</summary>
internal static class FindingReport
{
    /// <summary>A finding is a line <c>file:line:column: error: …</c> and two more. Each skill ends with its verdict.</summary>
    /// <param name="skills">Each skill's folder and findings.</param>
    /// <param name="console">Where to.</param>
    public static void WriteText(IReadOnlyList<(string Folder, IReadOnlyList<Finding> Findings)> skills, IAnsiConsole console)
    {
        foreach (var (folder, findings) in skills)
        {
            foreach (var finding in findings)
            {
                var colour = finding.Severity == Severity.Error ? "red" : "yellow";
                var file = ShortPath.Of(Path.Combine(folder, finding.File));
                console.MarkupLine($"{Markup.Escape($"{file}:{finding.Place.Line}:{finding.Place.Column}: ")}[{colour}]{Name(finding)}[/]: {Markup.Escape(finding.Found)} [grey]({finding.Rule})[/]");
                console.MarkupLine($"    [grey]expected:[/] {Markup.Escape(finding.Expected)}");
                console.MarkupLine($"    [grey]to do:[/]    {Markup.Escape(finding.Remedy)}");
            }

            console.MarkupLine(Verdict(Path.GetFileName(folder), findings));
        }
    }

    /// <summary>An array with an object for each skill.</summary>
    public static void WriteJson(IReadOnlyList<(string Folder, IReadOnlyList<Finding> Findings)> skills, TextWriter output) =>
        JsonOutput.Write(output, skills.Select(static skill => new
        {
            skill = skill.Folder,
            valid = skill.Findings.All(static finding => finding.Severity != Severity.Error),
            findings = skill.Findings.Select(static finding => new
            {
                severity = Name(finding),
                rule = finding.Rule,
                file = finding.File,
                line = finding.Place.Line,
                column = finding.Place.Column,
                found = finding.Found,
                expected = finding.Expected,
                remedy = finding.Remedy,
            }),
        }));

    private static string Name(Finding finding) => finding.Severity == Severity.Error ? "error" : "warning";

    private static string Verdict(string name, IReadOnlyList<Finding> findings)
    {
        var errors = findings.Count(static finding => finding.Severity == Severity.Error);
        var warnings = HumanText.Count(findings.Count - errors, "warning");
        return errors == 0
            ? $"[green]{Markup.Escape(name)} is valid[/]: {warnings}."
            : $"[red]{Markup.Escape(name)} is not valid[/]: {HumanText.Count(errors, "error")}, {warnings}.";
    }
}
