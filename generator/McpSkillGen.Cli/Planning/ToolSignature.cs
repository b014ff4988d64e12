using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Schema.Model;
using ArgumentKind = McpSkillGen.Runtime.Vocabulary.ArgumentKind;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// A tool's whole command in one line, with every flag, its type and its choices: <c>search --query TEXT [--sort new|old]</c>.
/// Whoever has read it needs no other page to call the tool.
/// </summary>
internal static class ToolSignature
{
    /// <summary>How a line ends that leaves flags out.</summary>
    public const string MoreFlags = "[flags]";

    private const int MaxLength = 320;
    private const int MaxUsageLength = 160;
    private const int MaxChoicesLength = 120;

    /// <returns>Null if it would be too long to read, or if only the tool's page can say what a flag takes.</returns>
    public static string? Of(ToolModel tool)
    {
        var flags = ToolFlag.Of(ArgumentDefinitions.Of(tool))
            .OrderByDescending(static flag => RequiredDefault.IsNeeded(flag.Definition)).SelectMany(static flag => Flags(flag, true)).ToArray();
        var line = string.Join(' ', flags.Prepend(tool.Name.CommandName));
        return flags.Any(static flag => flag is null) || line.Length > MaxLength ? null : line;
    }

    /// <summary>Only the required flags.</summary>
    public static string Short(ToolModel tool) => FlagText.Usage(tool) is { Length: <= MaxUsageLength } usage ? usage : $"{tool.Name.CommandName} {MoreFlags}";

    // An object is a flag for each of its properties.
    private static IEnumerable<string?> Flags(ToolFlag flag, bool isNeeded)
    {
        isNeeded &= RequiredDefault.IsNeeded(flag.Definition);
        if (flag.Properties.Count > 0)
        {
            return flag.Properties.SelectMany(property => Flags(property, isNeeded));
        }

        var spelled = Spelled(flag);
        return [isNeeded || spelled is null ? spelled : $"[{spelled}]"];
    }

    private static string? Spelled(ToolFlag flag)
    {
        var definition = flag.Definition;
        if (ChoicesOf(definition) is { Count: > 0 } choices)
        {
            var list = string.Join('|', choices);
            return list.Length <= MaxChoicesLength && choices.All(IsPlain) ? $"{flag.Name} {list}{(definition.Kind is ArgumentKind.Array ? " ..." : "")}" : null;
        }

        var spelled = FlagText.Spelled(flag);
        return !spelled.Contains("JSON", StringComparison.Ordinal) ? spelled
            : JsonShape.Of(definition, MaxLength) is { IsCut: false, Text: var shape } && !shape.Contains('`') ? $"{flag.Name} {shape}"
            : null;
    }

    private static IReadOnlyList<string> ChoicesOf(ArgumentDefinition definition) => definition switch
    {
        { Kind: ArgumentKind.Boolean } => [],
        { AllowedValues: { Count: > 0 } values } => values,
        { Kind: ArgumentKind.Array, Item: { Kind: not ArgumentKind.Boolean } item } => item.AllowedValues,
        _ => [],
    };

    private static bool IsPlain(string choice) =>
        choice.Length > 0 && choice.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '+' or ':');
}
