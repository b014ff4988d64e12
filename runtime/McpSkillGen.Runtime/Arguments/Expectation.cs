using System.Globalization;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>What an argument takes, in words: for error messages and <c>--help</c>.</summary>
internal static class Expectation
{
    // A longer list of values does not help; a suggestion does.
    private const int MaxListed = 40;

    /// <summary>What follows "expected": <c>an integer, from 1 to 100, or null</c>.</summary>
    public static string Of(ArgumentDefinition definition) =>
        string.Join(", ", [Type(definition), .. Limits(definition), .. definition.IsNullable ? ["or null"] : Array.Empty<string>()]);

    /// <summary>Limits beyond the kind of value: <c>from 1 to 100</c>, <c>at most 64 characters</c>.</summary>
    /// <param name="definition">What an argument takes.</param>
    /// <param name="code">Marks what is typed; null to leave it as it is.</param>
    public static IEnumerable<string> Limits(ArgumentDefinition definition, Func<string, string>? code = null)
    {
        if (definition.AllowedValues.Count > 0)
        {
            yield break;
        }

        if (definition.Format is { } format)
        {
            yield return $"format {format}";
        }

        if (Range(definition) is { } range)
        {
            yield return range;
        }

        if (definition.MultipleOf is { } factor)
        {
            yield return $"a multiple of {Number(factor)}";
        }

        if (Count(definition.MinLength, definition.MaxLength, "character") is { } length)
        {
            yield return length;
        }

        if (definition.Pattern is { } pattern)
        {
            yield return $"matching {string.Join(" and ", code is null ? pattern.Sources : pattern.Sources.Select(code))}";
        }

        if (Count(definition.MinItems, definition.MaxItems, "item") is { } count)
        {
            yield return count;
        }

        if (definition.HasUniqueItems)
        {
            yield return "all different";
        }
    }

    /// <summary>The allowed values, as people write them.</summary>
    public static string Values(IReadOnlyList<string> values) => values.Count <= MaxListed
        ? string.Join(", ", values)
        : $"{string.Join(", ", values.Take(MaxListed))}, and {values.Count - MaxListed} more";

    private static string Type(ArgumentDefinition definition) => definition switch
    {
        { AllowedValues: [var only] } => only,
        { AllowedValues: { Count: > 0 } values } => $"one of {Values(values)}",
        { Alternatives: { Count: > 0 } alternatives } => string.Join(" or ", alternatives.Select(OneOfSeveral).Distinct()),
        { Kind: ArgumentKind.String } => "a string",
        { Kind: ArgumentKind.Integer } => "an integer",
        { Kind: ArgumentKind.Number } => "a number",
        { Kind: ArgumentKind.Boolean } => "true or false",
        { Kind: ArgumentKind.Object, Value: not null, Properties.Count: 0 } => "name=value each time, or a JSON object",
        { Kind: ArgumentKind.Object } => "a JSON object",
        { Kind: ArgumentKind.Array, Item: { Kind: ArgumentKind.Array } row } => $"a row each time, as a JSON array ({JsonShape.TypeOf(row)}), or all rows as one JSON array",
        { Kind: ArgumentKind.Array, Item: { } item } => $"{string.Join(", ", [Type(item), .. Limits(item)])}{(item.IsNullable ? " or null" : "")} each time, or a JSON array",
        { Kind: ArgumentKind.Array } => "JSON each time, or a JSON array",
        _ => "JSON",
    };

    // Two objects, or two lists, only differ in what they contain.
    private static string OneOfSeveral(ArgumentDefinition definition) =>
        definition.Kind is ArgumentKind.Object or ArgumentKind.Array && JsonShape.Whole(definition) is { } shape ? shape.Text : Of(definition);

    private static string? Range(ArgumentDefinition definition)
    {
        var (minimum, maximum) = (definition.Minimum, definition.Maximum);
        if (minimum is { } from && maximum is { } to && !definition.IsMinimumExclusive && !definition.IsMaximumExclusive)
        {
            return $"from {Number(from)} to {Number(to)}";
        }

        var least = minimum is { } low ? $"{(definition.IsMinimumExclusive ? "more than" : "at least")} {Number(low)}" : null;
        var most = maximum is { } high ? $"{(definition.IsMaximumExclusive ? "less than" : "at most")} {Number(high)}" : null;
        return least is not null && most is not null ? $"{least} and {most}" : least ?? most;
    }

    private static string? Count(int? least, int? most, string what) => (least, most) switch
    {
        (null or 0, null) => null,
        ({ } from, { } to) when from == to => Plural(from, what),
        (null or 0, { } to) => $"at most {Plural(to, what)}",
        ({ } from, null) => $"at least {Plural(from, what)}",
        ({ } from, { } to) => $"{from} to {Plural(to, what)}",
    };

    private static string Plural(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
