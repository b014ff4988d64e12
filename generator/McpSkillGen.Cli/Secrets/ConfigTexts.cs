using System.Text.RegularExpressions;
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
internal static partial class ConfigTexts
{
    // Their "-u 1000:1000" is a user and a group.
    private static readonly string[] ContainerPrograms = ["docker", "podman", "nerdctl"];

    public static IEnumerable<ConfigText> Of(SkillConfig config)
    {
        if (config.Command is { } command)
        {
            yield return new ConfigText("command", null, command);
        }

        for (var i = 0; i < config.Arguments.Count; i++)
        {
            yield return new ConfigText($"args[{i}]", FlagBefore(config, i), config.Arguments[i]);
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

    // "--api-key VALUE". A flag that has its value, "--api-key=VALUE", is found by the value itself. The name becomes part of a
    // variable's name, so it must be a flag and nothing else: "-phunter2" is a password, and so is "--token:x".
    private static string? FlagBefore(SkillConfig config, int index)
    {
        if (index == 0 || config.Arguments[index] is ['-', '-', ..] || !Flag().IsMatch(config.Arguments[index - 1]))
        {
            return null;
        }

        var name = config.Arguments[index - 1].TrimStart('-');
        return name is "u" or "user" && ContainerPrograms.Contains(Path.GetFileNameWithoutExtension(config.Command)) ? null : name;
    }

    [GeneratedRegex("^(?:--[A-Za-z][A-Za-z0-9_.-]{0,40}|-[A-Za-z]|-[a-z]+(?:-[a-z]+)+|-(?:token|password|passwd|pass|pwd|key|apikey|secret|auth|user|header|cookie))$")]
    private static partial Regex Flag();
}
