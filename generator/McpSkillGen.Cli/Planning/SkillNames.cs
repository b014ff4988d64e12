using McpSkillGen.Cli.Configs;
using McpSkillGen.Runtime;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Planning;

/// <summary>What a new skill is called: as its config says, else as its config's file says, else as its server says.</summary>
internal static class SkillNames
{
    // Anthropic's validator refuses names that could pass for the vendor's own.
    private static readonly string[] Forbidden = ["claude", "anthropic"];

    /// <returns>Null where only the server can tell.</returns>
    public static SkillName? From(ServerSource source) => (source.Config.Name ?? source.Key) is { } text && !string.IsNullOrWhiteSpace(text) ? From(text) : null;

    /// <exception cref="SkillException">The server does not say what it is called.</exception>
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
