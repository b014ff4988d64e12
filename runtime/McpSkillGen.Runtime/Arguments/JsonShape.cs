using System.Text;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>
/// The JSON that an argument takes, as people and agents write types: <c>{from: integer, to?: integer | null}[]</c>. For
/// arguments that have no flags of their own and must be written as JSON.
/// </summary>
internal static class JsonShape
{
    // Limits that keep one line readable.
    private const int MaxDepth = 4;
    private const int MaxLength = 300;
    private const int MaxValues = 6;

    /// <returns>Null if there is nothing to say: a plain value, any JSON, or an object whose properties are flags.</returns>
    public static string? Of(ArgumentDefinition definition) =>
        definition is not { Kind: ArgumentKind.Object, Properties.Count: > 0 } && HasInside(definition)
        && Type(definition, MaxDepth) is { Length: <= MaxLength } shape
            ? shape
            : null;

    private static bool HasInside(ArgumentDefinition definition) => definition.Kind switch
    {
        ArgumentKind.Object => definition.Properties.Count > 0 || definition.Value is { Kind: not ArgumentKind.Json },
        ArgumentKind.Array => definition.Item is { } item && (item.Kind is ArgumentKind.Object or ArgumentKind.Array) && HasInside(item),
        ArgumentKind.Json => definition.Alternatives.Any(HasInside),
        _ => false,
    };

    private static string Type(ArgumentDefinition definition, int depth)
    {
        var type = definition switch
        {
            { AllowedValues: { Count: > 0 and <= MaxValues } values } =>
                string.Join(" | ", definition.Kind is ArgumentKind.String ? values.Select(static value => $"\"{value}\"") : values),
            { Kind: ArgumentKind.String } => "string",
            { Kind: ArgumentKind.Integer } => "integer",
            { Kind: ArgumentKind.Number } => "number",
            { Kind: ArgumentKind.Boolean } => "boolean",
            { Kind: ArgumentKind.Array, Item: { } item } when depth > 0 =>
                Type(item, depth - 1) is var inner && inner.Contains(' ') && inner[0] != '{'
                    ? $"({inner})[]"
                    : $"{inner}[]",
            { Kind: ArgumentKind.Array } => "array",
            { Kind: ArgumentKind.Object } when depth > 0 && HasInside(definition) => Object(definition, depth),
            { Kind: ArgumentKind.Object } => "object",
            { Alternatives: { Count: > 0 } alternatives } => string.Join(" | ", alternatives.Select(one => Type(one, depth)).Distinct()),
            _ => "any",
        };
        return definition.IsNullable ? $"{type} | null" : type;
    }

    private static string Object(ArgumentDefinition definition, int depth)
    {
        var text = new StringBuilder("{");
        foreach (var property in definition.Properties)
        {
            text.Append(text.Length > 1 ? ", " : "").Append(Name(property.WireName)).Append(property.IsRequired ? ": " : "?: ").Append(Type(property, depth - 1));
        }

        if (definition.Value is { } value)
        {
            text.Append(text.Length > 1 ? ", " : "").Append("[name]: ").Append(Type(value, depth - 1));
        }

        return text.Append('}').ToString();
    }

    private static string Name(string wireName) =>
        Array.TrueForAll(wireName.ToCharArray(), static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') && wireName.Length > 0 ? wireName : $"\"{wireName}\"";
}
