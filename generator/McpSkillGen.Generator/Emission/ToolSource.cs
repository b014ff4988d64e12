using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Generator.Emission;

/// <summary>One tool, and what its file needs to know about its skill. Stays equal when another tool changes.</summary>
internal sealed record ToolSource(SkillName Skill, string Namespace, ToolModel Tool)
{
    public static IEnumerable<ToolSource> AllOf(SkillModel skill) =>
        skill.Tools.Select(tool => new ToolSource(skill.Name, skill.Namespace, tool));
}
