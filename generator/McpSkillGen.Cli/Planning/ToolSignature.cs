using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Schema;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Vocabulary;

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
        var flags = tool.Arguments.OrderByDescending(static argument => argument.IsRequired).SelectMany(static argument => Flags(argument, "", true)).ToArray();
        var line = string.Join(' ', flags.Prepend(tool.Name.CommandName));
        return flags.Any(static flag => flag is null) || line.Length > MaxLength ? null : line;
    }

    /// <summary>Only the required flags.</summary>
    public static string Short(ToolModel tool) => FlagText.Usage(tool) is { Length: <= MaxUsageLength } usage ? usage : $"{tool.Name.CommandName} {MoreFlags}";

    // An object is a flag for each of its properties.
    private static IEnumerable<string?> Flags(ArgumentModel argument, string prefix, bool isNeeded)
    {
        isNeeded &= argument.IsRequired;
        if (argument is { Kind: ArgumentKind.Object, Properties.Count: > 0 })
        {
            return argument.Properties.SelectMany(property => Flags(property, $"{prefix}{argument.FlagName}.", isNeeded));
        }

        var flag = Spelled(argument with { FlagName = prefix + argument.FlagName });
        return [isNeeded || flag is null ? flag : $"[{flag}]"];
    }

    private static string? Spelled(ArgumentModel argument)
    {
        if (ChoicesOf(argument) is { Count: > 0 } choices)
        {
            var list = string.Join('|', choices);
            return list.Length <= MaxChoicesLength && choices.All(IsPlain) ? $"--{argument.FlagName} {list}{(argument.Kind is ArgumentKind.Array ? " ..." : "")}" : null;
        }

        var flag = FlagText.Spelled(argument);
        return !flag.EndsWith(" JSON", StringComparison.Ordinal) ? flag
            : JsonShape.Of(ArgumentDefinitions.Of(argument)) is { } shape ? $"--{argument.FlagName} {ServerText.Line(shape, MaxLength)}"
            : null;
    }

    private static EquatableArray<string> ChoicesOf(ArgumentModel argument) => argument switch
    {
        { Kind: ArgumentKind.Boolean } => default,
        { AllowedValues.Count: > 0 } => argument.AllowedValues,
        { Kind: ArgumentKind.Array, Item: { Kind: not ArgumentKind.Boolean } item } => item.AllowedValues,
        _ => default,
    };

    private static bool IsPlain(string choice) =>
        choice.Length > 0 && choice.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '+' or ':');
}
