using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Rules;
using Microsoft.Extensions.AI;

namespace McpSkillGen.Extensions.AI;

/// <summary>Makes functions of Microsoft.Extensions.AI from the tools of a skill.</summary>
public static class SkillFunctions
{
    /// <summary>
    /// A function for each tool that the skill's config offers and its rules do not deny. If a rule may ask a person about a tool, the
    /// function is an <see cref="ApprovalRequiredAIFunction"/>, and a call of it counts as approved.
    /// </summary>
    /// <param name="skill">Makes the calls.</param>
    /// <param name="include">Chooses among the tools; null for all.</param>
    /// <exception cref="SkillException">The skill's config cannot be read: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public static IReadOnlyList<AIFunction> AsAIFunctions<TSkill>(this TSkill skill, Func<ToolSummary, bool>? include = null)
        where TSkill : SkillClient, ISkill<TSkill>
    {
        ArgumentNullException.ThrowIfNull(skill);
        var config = ConfigOf(skill);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var functions = new List<AIFunction>();
        foreach (var tool in TSkill.Definition.Tools)
        {
            if (!config.Tools.Offers(tool.WireName) || include?.Invoke(tool) is false)
            {
                continue;
            }

            var description = ToolDescription.Of(TSkill.Definition, tool);
            var permission = ToolPermission.Of(config.Rules, tool, description.Hints);
            if (permission is not CallDecision.Deny)
            {
                var isAsked = permission is CallDecision.Ask;
                var function = new SkillFunction(skill.Caller, FunctionName.Of(tool, names), tool, description, isApproved: isAsked);
                functions.Add(isAsked ? new ApprovalRequiredAIFunction(function) : function);
            }
        }

        return functions;
    }

    // A test's own caller has no folder.
    private static SkillConfig ConfigOf(SkillClient skill)
    {
        if (skill.Caller is not HostToolCaller { Folder: var folder })
        {
            return new SkillConfig();
        }

        try
        {
            return ConfigReader.Read(File.ReadAllBytes(folder.ConfigFile), folder.ConfigFile).Require();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The config cannot be read: {e.Message}", e);
        }
    }
}
