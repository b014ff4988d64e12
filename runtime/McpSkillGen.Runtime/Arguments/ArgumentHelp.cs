using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>What help says about an argument of a tool.</summary>
internal static class ArgumentHelp
{
    // As long as one line of help should be.
    private const int MaxValuesLength = 240;

    /// <param name="flag">The flag's full name, with its dashes.</param>
    /// <param name="definition">What it takes.</param>
    public static HelpRow Of(string flag, ArgumentDefinition definition) => new(Spelled(flag, definition), Describe(definition));

    /// <summary>The flag with what stands for its value: <c>--count INTEGER</c>.</summary>
    public static string Spelled(string flag, ArgumentDefinition definition) => Placeholder(definition) is { } value ? $"{flag} {value}" : flag;

    /// <summary>Whether the placeholder shows the values, which are few and short words. Anything else does not read as a choice.</summary>
    public static bool ShowsValues(ArgumentDefinition definition) =>
        definition.AllowedValues is { Count: > 0 and <= 4 } values
        && string.Concat(values) is { Length: <= 40 } all
        && values.All(static value => value.Length > 0)
        && Array.TrueForAll(all.ToCharArray(), static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The values to choose from, if the placeholder does not show them; those of an array are its items'.</summary>
    public static IReadOnlyList<string> Choices(ArgumentDefinition definition) => definition switch
    {
        { AllowedValues: { Count: > 0 } values } => ShowsValues(definition) ? [] : values,
        { Item: { } item } => Choices(item),
        _ => [],
    };

    private static string? Placeholder(ArgumentDefinition definition) => definition switch
    {
        { Kind: ArgumentKind.Boolean } => null,
        { AllowedValues.Count: > 0 } => ShowsValues(definition) ? string.Join('|', definition.AllowedValues) : "VALUE",
        { Kind: ArgumentKind.String } => "TEXT",
        { Kind: ArgumentKind.Integer } => "INTEGER",
        { Kind: ArgumentKind.Number } => "NUMBER",
        { Kind: ArgumentKind.Array, Item.Kind: ArgumentKind.Array } => "JSON",
        { Kind: ArgumentKind.Array, Item: { } item } => $"{Inside(item)} ...",
        { Kind: ArgumentKind.Array } => "VALUE ...",
        { Kind: ArgumentKind.Object, Value: not null, Properties.Count: 0 } => "NAME=VALUE ...",
        { Alternatives: { Count: > 0 } alternatives } => string.Join('|', alternatives.Select(Inside).Distinct()),
        _ => "JSON",
    };

    // One of many, or of several alternatives.
    private static string Inside(ArgumentDefinition definition) => definition switch
    {
        { Kind: ArgumentKind.Boolean } => "true|false",
        { Kind: ArgumentKind.Array or ArgumentKind.Object } => "JSON",
        _ => Placeholder(definition)!,
    };

    private static string Describe(ArgumentDefinition definition)
    {
        var parts = new List<string>();
        if (RequiredDefault.IsNeeded(definition))
        {
            parts.Add("(required)");
        }

        if (!string.IsNullOrWhiteSpace(definition.Description))
        {
            parts.Add(string.Join(' ', definition.Description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        var values = Choices(definition);
        if (values.Count > 0)
        {
            parts.Add($"[one of: {ValueCheck.Shortened(string.Join(", ", values), MaxValuesLength)}]");
        }

        if (JsonShape.Of(definition) is { } shape)
        {
            parts.Add($"[JSON: {shape.Text}]");
        }

        var limits = string.Join(", ", [.. Expectation.Limits(definition), .. definition.Item is { } item ? Expectation.Limits(item) : []]);
        if (limits.Length > 0)
        {
            parts.Add($"[{limits}]");
        }

        if (definition.IsNullable)
        {
            parts.Add("[or null]");
        }

        if (definition.DefaultJson is { } defaultJson)
        {
            parts.Add($"[default: {ValueCheck.Shortened(defaultJson, MaxValuesLength)}]");
        }

        return string.Join(' ', parts);
    }
}
