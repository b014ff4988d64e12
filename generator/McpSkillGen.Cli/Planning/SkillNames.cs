using McpSkillGen.Cli.Configs;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Planning;

/// <summary>A new skill's name: from its config, or else from the file's list of servers, or else from the server.</summary>
internal static class SkillNames
{
    // Anthropic's validator rejects names that look like the vendor's own.
    private static readonly string[] Forbidden = ["claude", "anthropic"];

    /// <returns>Null if only the server knows.</returns>
    public static SkillName? From(ServerSource source) =>
        NameIn(source.Config.Name ?? source.Key) ?? (string.IsNullOrWhiteSpace(source.Config.Name ?? source.Key) ? null : NameIn(OfLaunch(source.Config)));

    // A folder's name has only letters of ASCII. From a name without any, every server would become the same skill.
    private static SkillName? NameIn(string? text) => text?.Any(char.IsAsciiLetterOrDigit) is true ? From(text) : null;

    private static string? OfLaunch(SkillConfig config) => config.Command is { Length: > 0 } command
        ? ServerNames.OfCommand([command, .. config.Arguments])
        : config.Url is { } url ? ServerNames.OfAddress(url) : null;

    /// <exception cref="SkillException">The server gives no name.</exception>
    public static SkillName From(ServerCatalog catalog) =>
        catalog.ServerInfo?["name"] is JsonString { Value: var name } && !string.IsNullOrWhiteSpace(name)
            ? From(name)
            : throw new SkillException(
                ExitCode.WrongEnvironment, "Neither the config nor the server gives a name for the skill. Add \"name\": \"my-skill\" to the config.");

    private static SkillName From(string text)
    {
        var words = SkillName.From(text).Value.Split('-').Where(static word => !Forbidden.Contains(word)).ToArray();
        var name = string.Join('-', words);
        foreach (var forbidden in Forbidden)
        {
            name = name.Replace(forbidden, "", StringComparison.Ordinal).Trim('-');
        }

        return SkillName.From(name);
    }
}
