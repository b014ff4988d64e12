using McpSkillGen.Cli.Configs.Values;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs.Formats;

/// <summary>The settings of a Gemini extension: variables that its user is asked for, and that all of its servers get.</summary>
internal static class AgentSettings
{
    /// <param name="config">One server.</param>
    /// <param name="root">The whole <c>gemini-extension.json</c>; other files have no such settings.</param>
    public static SkillConfig Added(SkillConfig config, FileValue.Table root)
    {
        var names = root.TablesAt("settings").Select(static setting => setting.TextAt("envVar")).OfType<string>().ToArray();
        if (names.Length == 0)
        {
            return config;
        }

        var environment = config.Environment.ToDictionary(StringComparer.Ordinal);
        foreach (var name in names)
        {
            environment.TryAdd(name, $"${{{name}:-}}");
        }

        return config with { Environment = environment };
    }
}
