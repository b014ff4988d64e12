using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Schema;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Planning;

/// <summary>How a flag is written, in the executor's own words: <c>--message TEXT</c>.</summary>
internal static class FlagText
{
    private const int MaxValuesLength = 600;
    private const int MaxDefaultLength = 120;
    private const int MaxShapeLength = 400;
    private const int MaxLimitsLength = 200;

    /// <summary>The required flags, and whether there are more.</summary>
    public static string Usage(ToolModel tool)
    {
        var required = tool.Arguments.Where(static argument => argument.IsRequired).Select(static argument => " " + Spelled(argument));
        var hasOptional = tool.Arguments.Any(static argument => !argument.IsRequired);
        return $"{tool.Name.CommandName}{string.Concat(required)}{(hasOptional ? " [flags]" : "")}";
    }

    /// <summary>The required flags, then the others in brackets.</summary>
    public static string FullUsage(ToolModel tool) => string.Concat(tool.Arguments
        .Select(static argument => argument.IsRequired ? $" {Spelled(argument)}" : $" [{Spelled(argument)}]")
        .Prepend(tool.Name.CommandName));

    /// <summary>The flag with a placeholder for its value.</summary>
    public static string Spelled(ArgumentModel argument) =>
        Placeholder(argument) is { } value ? $"--{argument.FlagName} {value}" : $"--{argument.FlagName}";

    /// <summary>What the spelling does not show: "required; repeatable; default 5".</summary>
    public static string Remarks(ArgumentModel argument)
    {
        var definition = ArgumentDefinitions.Of(argument);
        var values = argument.AllowedValues.Count > 0 ? argument.AllowedValues : argument.Item?.AllowedValues ?? default;
        string[] remarks =
        [
            argument.IsRequired ? "required" : "",
            argument.Kind switch
            {
                ArgumentKind.Object when argument.Properties.Count > 0 => "an object, or a flag per property",
                ArgumentKind.Object when argument is { Value: not null, Properties.Count: 0 } => "repeatable",
                ArgumentKind.Object => "an object",
                ArgumentKind.Array when IsPlain(argument.Item) => "repeatable",
                ArgumentKind.Array when JsonShape.Of(definition) is null => "an array",
                _ => "",
            },
            values.Count > 0 && !ShowsValues(values) ? $"one of {ServerText.Line(string.Join(", ", values), MaxValuesLength)}" : "",
            JsonShape.Of(definition) is { } shape ? $"JSON: {ServerText.Line(shape, MaxShapeLength)}" : "",
            ServerText.Line(string.Join("; ", Expectation.Limits(definition)), MaxLimitsLength),
            definition.Item is { } item ? ServerText.Line(string.Join("; ", Expectation.Limits(item)), MaxLimitsLength) : "",
            argument.IsNullable ? "may be null" : "",
            argument.DefaultJson is { } json and not "null" ? $"default {ServerText.Line(json, MaxDefaultLength)}" : "",
        ];
        return string.Join("; ", remarks.Where(static remark => remark.Length > 0));
    }

    private static string? Placeholder(ArgumentModel argument) => argument switch
    {
        { Kind: ArgumentKind.Boolean } => null,
        { AllowedValues: { Count: > 0 } values } => ShowsValues(values) ? string.Join('|', values) : "VALUE",
        { Kind: ArgumentKind.String } => "TEXT",
        { Kind: ArgumentKind.Integer } => "INTEGER",
        { Kind: ArgumentKind.Number } => "NUMBER",
        { Kind: ArgumentKind.Array, Item: { } item } when IsPlain(item) => $"{Placeholder(item) ?? "true|false"} ...",
        { Kind: ArgumentKind.Object, Value: not null, Properties.Count: 0 } => "NAME=VALUE ...",
        { Alternatives: { Count: > 0 } alternatives } => string.Join('|', alternatives.Select(static one => Placeholder(one) ?? "true|false").Distinct()),
        _ => "JSON",
    };

    private static bool IsPlain(ArgumentModel? item) =>
        item is { Kind: not (ArgumentKind.Object or ArgumentKind.Array or ArgumentKind.Json) };

    // Few and short words. Anything else does not read as a choice, or makes the line too long.
    private static bool ShowsValues(EquatableArray<string> values) =>
        values.Count <= 4 && values.Sum(static value => value.Length) <= 40
        && values.All(static value => value.Length > 0 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
}
