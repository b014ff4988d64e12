using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Runtime.Text;
using Spectre.Console;

namespace McpSkillGen.Cli.Skills;

/// <summary>The found skills, one row each.</summary>
internal static class SkillTable
{
    private const int MaxServerLength = 40;

    public static void Write(IReadOnlyList<FoundSkill> skills, IReadOnlyList<SkillInstance> instances, TextWriter output)
    {
        var table = PlainTable.Of("SKILL", "SERVER", ">TOOLS", ">SIZE", "|HOST", "AGENTS", "FOLDER");
        foreach (var found in skills)
        {
            table.AddRow([.. Cells(found, instances).Select(static cell => new Markup(cell))]);
        }

        PlainTable.Write(table, output);
    }

    private static IEnumerable<string> Cells(FoundSkill found, IReadOnlyList<SkillInstance> instances)
    {
        var skill = found.Skill;
        var running = instances.Where(instance => instance.IsRunning && instance.Skill == skill.Folder).ToArray();
        yield return $"[bold]{Markup.Escape(skill.Name)}[/]";
        yield return skill.Server is { } server ? Markup.Escape(ServerText.Line($"{server} {skill.ServerVersion}".TrimEnd(), MaxServerLength)) : "-";
        yield return skill.ToolCount is { } tools ? HumanText.Grouped(tools) : "-";
        yield return HumanText.Bytes(skill.CountBytes());
        yield return running switch
        {
            [] => "-",
            [var one] => HostTable.State(one),
            _ => $"{running.Length} hosts",
        };
        yield return found.Agents.Count switch
        {
            0 => "-",
            var count when count == Agents.Keys.Count => "all",
            _ => string.Join(", ", found.Agents),
        };
        yield return Markup.Escape(ShortPath.Of(skill.Folder));
    }
}
