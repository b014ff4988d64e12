namespace McpSkillGen.Runtime.Arguments;

/// <summary>
/// The JSON that an argument takes, as people and agents write types: <c>{from: integer, to?: integer | null}[]</c>. For
/// arguments that have no flags of their own and must be written as JSON. A shape that is too long is cut from the inside, and
/// <c>…</c> stands for what is missing.
/// </summary>
/// <param name="Text">The shape.</param>
/// <param name="IsCut">Whether something is missing.</param>
internal sealed record JsonShape(string Text, bool IsCut)
{
    // Keeps one line readable.
    private const int MaxLength = 300;

    // From all there is to almost nothing: how deep objects are shown, how many values of a list, and how many members of an object.
    private static readonly (int Depth, int Values, int Members)[] Cuts =
        [(16, 40, 100), (16, 12, 100), (4, 12, 100), (4, 6, 100), (3, 6, 100), (2, 6, 100), (1, 6, 100), (1, 3, 20), (1, 3, 10), (1, 2, 5), (1, 1, 2)];

    /// <returns>Null if there is nothing to say: a plain value, any JSON, or an object whose properties are flags.</returns>
    public static JsonShape? Of(ArgumentDefinition definition, int maxLength = MaxLength) =>
        definition is { Kind: ArgumentKind.Object, Properties.Count: > 0 } ? null : Whole(definition, maxLength);

    /// <summary>The same for an object whose properties are not flags.</summary>
    public static JsonShape? Whole(ArgumentDefinition definition, int maxLength = MaxLength)
    {
        if (!HasInside(definition))
        {
            return null;
        }

        var shape = "";
        foreach (var (depth, values, members) in Cuts)
        {
            shape = new Writing(values, members).Type(definition, depth);
            if (shape.Length <= maxLength)
            {
                return new JsonShape(shape, shape.Contains('…'));
            }
        }

        return new JsonShape(string.Concat(shape.AsSpan(0, maxLength - 1), "…"), true);
    }

    /// <summary>What a value inside JSON is, without what it contains.</summary>
    public static string TypeOf(ArgumentDefinition definition) => new Writing(3, 20).Type(definition, 0);

    /// <summary>Whether it contains more than its kind tells.</summary>
    public static bool HasInside(ArgumentDefinition definition) => definition.Kind switch
    {
        ArgumentKind.Object => definition.Properties.Count > 0 || definition.Value is { Kind: not ArgumentKind.Json } or { Alternatives.Count: > 0 },
        ArgumentKind.Array => definition.Item is { } item && (item.Kind is ArgumentKind.Array || HasInside(item)),
        ArgumentKind.Json => definition.Alternatives.Any(static one => one.AllowedValues.Count > 0 || HasInside(one)),
        _ => false,
    };

    private sealed class Writing(int maxValues, int maxMembers)
    {
        public string Type(ArgumentDefinition definition, int depth)
        {
            var type = definition switch
            {
                { AllowedValues.Count: > 0 } => Values(definition),
                { Kind: ArgumentKind.String } => "string",
                { Kind: ArgumentKind.Integer } => "integer",
                { Kind: ArgumentKind.Number } => "number",
                { Kind: ArgumentKind.Boolean } => "boolean",
                { Kind: ArgumentKind.Array, Item: { } item } => List(Type(item, depth)),
                { Kind: ArgumentKind.Array } => "array",
                { Kind: ArgumentKind.Object } when !HasInside(definition) => "object",
                { Kind: ArgumentKind.Object } when depth == 0 => "{…}",
                { Kind: ArgumentKind.Object } => Object(definition, depth),
                { Alternatives: { Count: > 0 } alternatives } => Some(alternatives.Select(one => Type(one, depth)).Distinct().ToArray(), " | ", maxMembers),
                _ => "any",
            };
            return definition.IsNullable ? $"{type} | null" : type;
        }

        private static string List(string item) => item.Contains(" | ", StringComparison.Ordinal) && !IsOneObject(item) ? $"({item})[]" : $"{item}[]";

        // Its bars are inside it.
        private static bool IsOneObject(string item)
        {
            var open = 0;
            for (var i = 0; i < item.Length; i++)
            {
                open += item[i] is '{' ? 1 : item[i] is '}' ? -1 : 0;
                if (open == 0)
                {
                    return i == item.Length - 1;
                }
            }

            return false;
        }

        private string Values(ArgumentDefinition definition) => Some(
            definition.Kind is ArgumentKind.String ? [.. definition.AllowedValues.Select(static value => $"\"{value}\"")] : [.. definition.AllowedValues],
            " | ",
            maxValues);

        private string Object(ArgumentDefinition definition, int depth)
        {
            var members = definition.Properties
                .Select(property => $"{Name(property.WireName)}{(property.IsRequired ? "" : "?")}: {Type(property, depth - 1)}")
                .Concat(definition.Value is { } value ? [$"[name]: {Type(value, depth - 1)}"] : []);
            return $"{{{Some([.. members], ", ", maxMembers)}}}";
        }

        private static string Some(string[] all, string separator, int max) => all.Length <= max
            ? string.Join(separator, all)
            : $"{string.Join(separator, all, 0, max)}{separator}… {all.Length - max} more";

        private static string Name(string wireName) =>
            Array.TrueForAll(wireName.ToCharArray(), static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') && wireName.Length > 0 ? wireName : $"\"{wireName}\"";
    }
}
