using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>What help says about an argument of a tool.</summary>
internal static class ArgumentHelp
{
    /// <param name="flag">The flag's full name, with its dashes.</param>
    /// <param name="definition">What it takes.</param>
    public static HelpRow Of(string flag, ArgumentDefinition definition) => new(Spelled(flag, definition), Describe(definition));

    /// <summary>The flag with what stands for its value: <c>--count INTEGER</c>.</summary>
    public static string Spelled(string flag, ArgumentDefinition definition) => Placeholder(definition) is { } value ? $"{flag} {value}" : flag;

    private static string? Placeholder(ArgumentDefinition definition) => definition switch
    {
        { Kind: ArgumentKind.Boolean } => null,
        { AllowedValues.Count: > 0 } => "VALUE",
        { Kind: ArgumentKind.String } => "TEXT",
        { Kind: ArgumentKind.Integer } => "INTEGER",
        { Kind: ArgumentKind.Number } => "NUMBER",
        { Kind: ArgumentKind.Array, Item: { } item } => $"{Placeholder(item) ?? "true|false"} ...",
        { Kind: ArgumentKind.Object, Value: not null, Properties.Count: 0 } => "NAME=VALUE ...",
        { Alternatives: { Count: > 0 } alternatives } => string.Join('|', alternatives.Select(static one => Placeholder(one) ?? "true|false").Distinct()),
        _ => "JSON",
    };

    private static string Describe(ArgumentDefinition definition)
    {
        var parts = new List<string>();
        if (definition.IsRequired)
        {
            parts.Add("(required)");
        }

        if (!string.IsNullOrWhiteSpace(definition.Description))
        {
            parts.Add(string.Join(' ', definition.Description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        var values = definition.AllowedValues.Count > 0 ? definition.AllowedValues : definition.Item?.AllowedValues ?? [];
        if (values.Count > 0)
        {
            parts.Add($"[one of: {string.Join(", ", values)}]");
        }

        if (JsonShape.Of(definition) is { } shape)
        {
            parts.Add($"[JSON: {shape}]");
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
            parts.Add($"[default: {defaultJson}]");
        }

        return string.Join(' ', parts);
    }
}
