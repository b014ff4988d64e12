using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Runtime.Commands;

/// <summary>One run of an executor: finds the command, and builds only that one.</summary>
internal static class Executor
{
    public static ExitCode Run(Skill skill, string[] args)
    {
        var (name, rest) = CommandFinder.Split(args);
        if (name is not null)
        {
            var command = CommandTable.Find(skill.Definition, name) ?? throw skill.UnknownCommand(name);
            return command.Run(skill, rest);
        }

        if (Array.Exists(rest, Arguments.GlobalFlags.Help.IsNamed))
        {
            return new HelpCommand().Run(skill, []);
        }

        StandardStreams.WriteErrorLine(HelpText.ForSkill(skill));
        throw new SkillException(ExitCode.WrongArguments, "No command was given; the commands are above.");
    }
}
