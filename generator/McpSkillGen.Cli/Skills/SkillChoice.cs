using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Hosts;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Cli.Skills;

/// <summary>Finds the skill that a person names: by its folder, a file in it, or its name.</summary>
internal static class SkillChoice
{
    /// <summary>What help says of such an argument.</summary>
    public const string Help = "The skill's folder, its SKILL.md, or its name if it is installed or below the current folder.";

    /// <returns>The skill's folder: absolute, links resolved.</returns>
    /// <param name="word">As it was typed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SkillException">It matches no skill that mcpgen made, or several.</exception>
    public static async Task<SkillOnDisk> OneAsync(string word, CancellationToken cancellationToken)
    {
        if (word.Length == 0)
        {
            throw Wrong("'' is not a skill; expected a folder or a name. See: mcpgen list");
        }

        if (AtPath(word) is { } here)
        {
            return here.IsOurs ? here : throw Wrong($"mcpgen did not make the skill '{word}': it has no mcp-config.json and mcp-catalog.json.");
        }

        if (word.Contains('/', StringComparison.Ordinal) || word.Contains('\\', StringComparison.Ordinal) || Path.Exists(word))
        {
            throw Wrong($"'{word}' is not a skill; expected a folder with SKILL.md, mcp-config.json and mcp-catalog.json. Make one with: mcpgen scaffold CONFIG");
        }

        var instances = await SkillInstance.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var known = SkillSearch.Here().FindAll(instances.Select(static instance => instance.Skill).OfType<string>());
        return Named(word, [.. known.Select(static found => found.Skill).Where(static skill => skill.IsOurs)]);
    }

    internal static SkillOnDisk Named(string name, IReadOnlyList<SkillOnDisk> known) => known.Where(skill => skill.Name == name).ToArray() switch
    {
        [var one] => one,
        [] => throw Wrong($"There is no skill '{name}' in this folder, in this project or in your home.{Suggestion.DidYouMean(name, known.Select(static skill => skill.Name))} See: mcpgen list"),
        var several => throw Wrong($"'{name}' matches {several.Length} skills; name one by its folder:\n{string.Join('\n', several.Select(static skill => $"  {ShortPath.Of(skill.Folder)}"))}"),
    };

    private static SkillOnDisk? AtPath(string word)
    {
        var path = Path.GetFullPath(word);
        return SkillOnDisk.At(path) ?? (File.Exists(path) && Path.GetFileName(path) is "SKILL.md" ? SkillOnDisk.At(Path.GetDirectoryName(path)!) : null);
    }

    private static SkillException Wrong(string message) => new(ExitCode.WrongArguments, message);
}
