using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Validation;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen validate</c>: any skill against the specification, and against stricter readers.</summary>
internal static class ValidateCommand
{
    public static Command Create(TextWriter output)
    {
        var skills = new Argument<string[]>("skill") { Description = FolderArgument.Help, Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 for warnings too." };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new ExemplifiedCommand(
            "validate", "Check skills, whoever made them, against the Agent Skills specification (errors) and stricter readers (warnings).",
            "mcpgen validate skills/notes", "mcpgen validate .claude/skills/*", "mcpgen validate skills/notes --strict --json") { skills, strict, json };
        command.SetAction(parsed =>
        {
            var checkedSkills = FolderArgument.Folders(parsed.GetValue(skills)!).Select(static folder => (folder, SkillValidation.Check(folder))).ToArray();
            if (parsed.GetValue(json))
            {
                output.Write(FindingReport.Json(checkedSkills));
            }
            else
            {
                FindingReport.WriteText(checkedSkills, ResultConsole.On(output));
            }

            var gravest = checkedSkills.SelectMany(static skill => skill.Item2).Select(static finding => (Severity?)finding.Severity).Max();
            return (int)(gravest is Severity.Error || (gravest is Severity.Warning && parsed.GetValue(strict)) ? ExitCode.ToolFailed : ExitCode.Success);
        });
        return command;
    }
}
