using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>The executor's commands: every one that is not a tool, in the order of help; finds and runs the one that is meant.</summary>
internal static class CommandTable
{
    public static readonly Command[] All =
    [
        new CallCommand(),
        new BatchCommand(),
        new ListCommand(),
        new DescribeCommand(),
        new ScriptCommand(),
        new ResourcesCommand(),
        new PromptsCommand(),
        new McpCommand(),
        new StatusCommand(),
        new StatsCommand(),
        new LogsCommand(),
        new StopCommand(),
        new RestartCommand(),
        new ResetStatsCommand(),
        new ApproveCommand(),
        new AuditCommand(),
        new RecordCommand(),
        new LoginCommand(),
        new LogoutCommand(),
        new CompletionsCommand(),
        new HelpCommand(),
        new CompleteCommand(),
    ];

    /// <summary>Runs an executor's command line.</summary>
    /// <exception cref="SkillException">The arguments are wrong, or the command fails.</exception>
    public static ExitCode Run(Skill skill, string[] args)
    {
        var (name, rest) = Split(args);
        if (name is not null)
        {
            return (Find(skill.Definition, name) ?? throw skill.UnknownCommand(name)).Run(skill, rest);
        }

        if (Array.Exists(rest, GlobalFlags.Help.IsNamed))
        {
            return new HelpCommand().Run(skill, []);
        }

        StandardStreams.WriteErrorLine(HelpText.ForSkill(skill));
        throw new SkillException(ExitCode.WrongArguments, "No command was given; the commands are above.");
    }

    /// <summary>Finds the command in a command line, also in the older spelling <c>--list</c>, <c>--call JSON</c>.</summary>
    /// <returns>The command's name, null if there is none, and every other argument in order.</returns>
    /// <remarks>Flags before the command are the executor's own, even if a tool has one of the same name.</remarks>
    public static (string? Name, string[] Arguments) Split(string[] args)
    {
        args = [.. args];
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is not ['-', _, ..])
            {
                return (arg, [.. args[..i], .. args[(i + 1)..]]);
            }

            if (Array.Find(All, command => command.HasFlagSpelling && arg == "--" + command.Name) is { } command)
            {
                return (command.Name, [.. args[..i], .. args[(i + 1)..]]);
            }

            args[i] = GlobalFlags.WithOwnName(arg);
            i += GlobalFlags.TakesValue(arg) ? 1 : 0;
        }

        return (null, args);
    }

    /// <returns>The command, or the tool as a command; null if there is neither.</returns>
    public static Command? Find(SkillDefinition definition, string name) =>
        Array.Find(All, command => command.Name == name) ?? (definition.FindTool(name) is { } tool ? new ToolCommand(tool) : null);

    /// <summary>What completion offers as the first word.</summary>
    public static IEnumerable<HelpRow> Names(SkillDefinition definition) =>
    [
        .. All.Where(command => command.IsListed(definition)).Select(static command => new HelpRow(command.Name, command.Help.Summary)),
        .. Tools(definition),
    ];

    /// <summary>The tools, for completion and help.</summary>
    public static IEnumerable<HelpRow> Tools(SkillDefinition definition) =>
        definition.Tools.Select(static tool => new HelpRow(tool.CommandName, tool.Summary));
}
