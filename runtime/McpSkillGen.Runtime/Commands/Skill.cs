using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Commands;

/// <summary>The skill that a command works on.</summary>
/// <param name="definition">What the executor was generated for.</param>
/// <param name="folder">Its folder; null if the executor is not in one.</param>
internal sealed class Skill(SkillDefinition definition, SkillFolder? folder)
{
    public SkillDefinition Definition => definition;

    /// <summary>Its name, which is also the executor's.</summary>
    public string Name => definition.Name;

    public SkillFolder? Folder => folder;

    /// <summary>What a person or an agent runs.</summary>
    public string Program => folder is { Stored: not null } ? folder.LauncherFile(Name) : Environment.ProcessPath ?? Name;

    /// <exception cref="SkillException">There is none.</exception>
    public SkillFolder RequireFolder() =>
        folder ?? throw new SkillException(
            ExitCode.WrongEnvironment,
            $"There is no {SkillFolder.ConfigFileName} in {AppContext.BaseDirectory} or above it. The executor belongs in its skill's scripts/ folder.");

    /// <exception cref="SkillException">There is no such tool.</exception>
    public ToolDefinition RequireTool(string name) => definition.FindTool(name) ?? throw new SkillException(ExitCode.WrongArguments, $"{NoTool(name)}\nSee: {Name} list");

    /// <summary>The sentence for a tool that is not there.</summary>
    public string NoTool(string name) => Missing("tool", name, ToolNames);

    /// <exception cref="SkillException">Always.</exception>
    public SkillException UnknownCommand(string name) =>
        new(ExitCode.WrongArguments, $"{Missing("command or tool", name, [.. CommandNames.All, .. ToolNames])}\nSee: {Name} list");

    private IEnumerable<string> ToolNames =>
        definition.Tools.SelectMany(static tool => new[] { tool.CommandName, tool.WireName }).Distinct();

    private static string Missing(string what, string name, IEnumerable<string> candidates) =>
        $"There is no {what} '{name}'.{Suggestion.DidYouMean(name, candidates)}";
}
