using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Validation;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen validate</c>: any skill against the specification, and against stricter readers.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandStreams streams)
    {
        var skills = new Argument<string[]>("skill") { Description = FolderArgument.Help, Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 for warnings too." };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new CommandWithExamples(
            "validate", "Check any skills against the Agent Skills specification (errors) and stricter readers (warnings).",
            "mcpgen validate skills/notes", "mcpgen validate .claude/skills/*", "mcpgen validate skills/notes --strict --json") { skills, strict, json };
        command.SetAction(parsed =>
        {
            var reports = FolderArgument.Folders(parsed.GetValue(skills)!).Select(static folder => (folder, Findings: SkillValidation.Check(folder))).ToArray();
            if (parsed.GetValue(json))
            {
                FindingReport.WriteJson(reports, streams.Results);
            }
            else
            {
                FindingReport.WriteText(reports, ResultConsole.On(streams.Results));
            }

            var worst = reports.SelectMany(static report => report.Findings).Select(static finding => (Severity?)finding.Severity).Max();
            return (int)(worst is Severity.Error || (worst is Severity.Warning && parsed.GetValue(strict)) ? ExitCode.ToolFailed : ExitCode.Success);
        });
        return command;
    }
}
