using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Secrets;

/// <summary>A string of a config in which variables are filled in.</summary>
/// <param name="Place">Its path: <c>env.TOKEN</c>, <c>args[2]</c>.</param>
/// <param name="Name">What it is the value of: a variable, a header, a flag; may be null.</param>
/// <param name="Value">The string.</param>
internal sealed record ConfigText(string Place, string? Name, string Value)
{
    /// <summary>Whether <see cref="Name"/> is a variable of the server, which can have the same name outside.</summary>
    public bool IsVariable => Place.StartsWith("env.", StringComparison.Ordinal);
}

/// <summary>All strings of a config in which variables are filled in.</summary>
internal static class ConfigTexts
{
    public static IEnumerable<ConfigText> Of(SkillConfig config)
    {
        if (config.Command is { } command)
        {
            yield return new ConfigText("command", null, command);
        }

        for (var i = 0; i < config.Arguments.Count; i++)
        {
            yield return new ConfigText($"args[{i}]", FlagBefore(config.Arguments, i), config.Arguments[i]);
        }

        foreach (var (name, value) in config.Environment)
        {
            yield return new ConfigText($"env.{name}", name, value);
        }

        if (config.Url is { } url)
        {
            yield return new ConfigText("url", null, url);
        }

        foreach (var (name, value) in config.Headers)
        {
            yield return new ConfigText($"headers.{name}", name, value);
        }

        foreach (var (name, value) in config.Authorization.Texts)
        {
            yield return new ConfigText($"auth.{name}", name, value);
        }
    }

    /// <param name="config">The config.</param>
    /// <param name="texts">By <see cref="ConfigText.Place"/>.</param>
    public static SkillConfig With(SkillConfig config, IReadOnlyDictionary<string, string> texts) => config with
    {
        Command = config.Command is null ? null : texts["command"],
        Arguments = [.. config.Arguments.Select((_, i) => texts[$"args[{i}]"])],
        Environment = config.Environment.ToDictionary(static pair => pair.Key, pair => texts[$"env.{pair.Key}"], StringComparer.Ordinal),
        Url = config.Url is null ? null : texts["url"],
        Headers = config.Headers.ToDictionary(static pair => pair.Key, pair => texts[$"headers.{pair.Key}"], StringComparer.Ordinal),
        Authorization = config.Authorization.Map((key, _) => texts[$"auth.{key}"]),
    };

    // "--api-key VALUE". A flag that has its value, "--api-key=VALUE", is found by the value itself.
    private static string? FlagBefore(IReadOnlyList<string> arguments, int index) =>
        index > 0
        && arguments[index - 1] is ['-', _, ..] and var flag
        && !flag.Contains('=', StringComparison.Ordinal)
        && arguments[index] is not ['-', '-', ..]
            ? flag.TrimStart('-')
            : null;
}
