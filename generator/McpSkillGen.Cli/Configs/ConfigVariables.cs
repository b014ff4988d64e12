using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs;

/// <summary>The variables that a config refers to, as <c>${NAME}</c> or <c>${NAME:-default}</c>.</summary>
internal static class ConfigVariables
{
    /// <summary>Those without a default, in order of appearance.</summary>
    public static IReadOnlyList<string> RequiredBy(SkillConfig config) =>
        [.. VariableReference.In(config).Where(static reference => !reference.HasDefault).Select(static reference => reference.Name).Distinct()];

    /// <summary>All of them.</summary>
    public static IReadOnlySet<string> In(SkillConfig config) =>
        VariableReference.In(config).Select(static reference => reference.Name).ToHashSet(StringComparer.Ordinal);
}
