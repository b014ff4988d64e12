using System.CommandLine;
using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Restoring;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen restore</c>: builds what skills need on this machine before they are called.</summary>
internal static class RestoreCommand
{
    public static Command Create(CommandStreams streams)
    {
        var folder = new Argument<string>("folder") { Description = "A skill, or a folder with skills in it.", DefaultValueFactory = static _ => "." };
        var command = new CommandWithExamples(
            "restore", "Put executors and hosts of all skills below a folder into your store, for this machine: for CI, images, and calls that must not wait.",
            "mcpgen restore", "mcpgen restore .agents/skills", "mcpgen restore skills/notes") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = Path.GetFullPath(parsed.GetValue(folder)!);
            var skills = SkillsBelow.Find(root);
            if (skills.Count == 0)
            {
                throw new SkillException(ExitCode.WrongArguments, $"There is no skill that mcpgen made in '{ShortPath.Of(root)}' or below it: expected folders with scripts/NAME.key.");
            }

            var restore = new SkillRestore(streams.Display);
            SkillException? first = null;
            foreach (var skill in skills)
            {
                try
                {
                    await restore.RunAsync(skill, cancellationToken).ConfigureAwait(false);
                }
                catch (SkillException e) when (skills.Count > 1)
                {
                    streams.Display.Fail($"{skill.Name}: {e.Message}");
                    first ??= e;
                }
            }

            return (int)(first?.ExitCode ?? ExitCode.Success);
        });
        return command;
    }
}
