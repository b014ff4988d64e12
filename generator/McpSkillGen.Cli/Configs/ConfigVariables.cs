using System.Text.RegularExpressions;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs;

/// <summary>The variables that a config refers to, as <c>${NAME}</c> or <c>${NAME:-default}</c>.</summary>
internal static partial class ConfigVariables
{
    /// <summary>Those without a default, in order of appearance.</summary>
    public static IReadOnlyList<string> RequiredBy(SkillConfig config) =>
        [.. References(config).Where(static match => !match.Groups["default"].Success).Select(static match => match.Groups["name"].Value).Distinct()];

    /// <summary>All of them.</summary>
    public static IReadOnlySet<string> In(SkillConfig config) =>
        References(config).Select(static match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<Match> References(SkillConfig config) =>
        Texts(config).OfType<string>().SelectMany(static text => Reference().Matches(text));

    private static IEnumerable<string?> Texts(SkillConfig config) =>
    [
        config.Command, .. config.Arguments, .. config.Environment.Values, config.WorkingDirectory, config.Url, .. config.Headers.Values,
        config.Authorization.ClientId, config.Authorization.ClientSecret,
    ];

    // As the runtime's LaunchResolver reads them: "$${" is a literal "${".
    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[A-Za-z0-9_]+)(?<default>:-[^}]*)?\}")]
    private static partial Regex Reference();
}
