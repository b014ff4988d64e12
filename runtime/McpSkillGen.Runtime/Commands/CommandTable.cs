using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>Every command of the executor that is not a tool, in the order of help.</summary>
internal static class CommandTable
{
    public static readonly Command[] All =
    [
        new CallCommand(),
        new BatchCommand(),
        new ListCommand(),
        new DescribeCommand(),
        new ResourcesCommand(),
        new PromptsCommand(),
        new StatusCommand(),
        new StatsCommand(),
        new LogsCommand(),
        new StopCommand(),
        new RestartCommand(),
        new ResetStatsCommand(),
        new LoginCommand(),
        new LogoutCommand(),
        new CompletionsCommand(),
        new HelpCommand(),
        new CompleteCommand(),
    ];

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
