using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Schema.Model;
using ArgumentKind = McpSkillGen.Runtime.Vocabulary.ArgumentKind;

namespace McpSkillGen.Cli.Planning;

/// <summary>How a flag is written, in the executor's own words: <c>--message TEXT</c>.</summary>
internal static class FlagText
{
    private const int MaxValuesLength = 600;
    private const int MaxDefaultLength = 300;
    private const int MaxShapeLength = 500;

    /// <summary>The required flags, and whether there are more.</summary>
    public static string Usage(ToolModel tool)
    {
        var flags = ToolFlag.Of(ArgumentDefinitions.Of(tool));
        var needed = flags.Where(static flag => RequiredDefault.IsNeeded(flag.Definition)).ToArray();
        return $"{tool.Name.CommandName}{string.Concat(needed.Select(static flag => " " + Spelled(flag)))}{(flags.Count > needed.Length ? " [flags]" : "")}";
    }

    /// <summary>The required flags, then the others in brackets.</summary>
    public static string FullUsage(string command, IEnumerable<ToolFlag> flags) => string.Concat(flags
        .Select(static flag => RequiredDefault.IsNeeded(flag.Definition) ? $" {Spelled(flag)}" : $" [{Spelled(flag)}]")
        .Prepend(command));

    /// <summary>The flag with a placeholder for its value.</summary>
    public static string Spelled(ToolFlag flag) => ArgumentHelp.Spelled(flag.Name, flag.Definition);

    /// <summary>What the spelling does not show: "required; repeatable; default `5`".</summary>
    public static string Remarks(ArgumentDefinition definition)
    {
        string[] remarks =
        [
            RequiredDefault.IsNeeded(definition) ? "required" : "",
            definition switch
            {
                { Kind: ArgumentKind.Object, Properties.Count: > 0 } => "an object, or a flag per property",
                { Kind: ArgumentKind.Object, Value: not null } or { Kind: ArgumentKind.Array, Item: null or { Kind: not ArgumentKind.Array } } => "repeatable",
                { Kind: ArgumentKind.Object } => "an object",
                _ => "",
            },
            JsonShape.Of(definition, MaxShapeLength) is { } shape ? $"JSON: {CodeSpan.Of(shape.Text)}" : "",
            OneOf(ArgumentHelp.Choices(definition)),
            .. Limits(definition),
            definition.IsNullable ? "may be null" : "",
            Default(definition),
        ];
        return string.Join("; ", remarks.Where(static remark => remark.Length > 0));
    }

    /// <summary>The same for a value inside JSON.</summary>
    public static string InnerRemarks(ArgumentDefinition definition)
    {
        string[] remarks =
        [
            definition.IsRequired ? "required" : "",
            definition.AllowedValues.Count > 0 ? OneOf(definition.AllowedValues) : CodeSpan.Of(JsonShape.TypeOf(definition)),
            .. Limits(definition),
            Default(definition),
        ];
        return string.Join("; ", remarks.Where(static remark => remark.Length > 0));
    }

    private static string OneOf(IReadOnlyList<string> values) => values.Count > 0 ? $"one of {CodeSpan.List(values, MaxValuesLength)}" : "";

    private static IEnumerable<string> Limits(ArgumentDefinition definition) =>
        [.. Expectation.Limits(definition, CodeSpan.Of), .. definition.Item is { } item ? Expectation.Limits(item, CodeSpan.Of) : []];

    private static string Default(ArgumentDefinition definition) =>
        definition.DefaultJson is { } json and not "null" ? $"default {CodeSpan.Of(ValueCheck.Shortened(json, MaxDefaultLength))}" : "";
}
