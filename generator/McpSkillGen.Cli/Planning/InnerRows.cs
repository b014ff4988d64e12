using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Arguments;
using ArgumentKind = McpSkillGen.Runtime.Vocabulary.ArgumentKind;

namespace McpSkillGen.Cli.Planning;

/// <summary>
/// What a flag's JSON contains, a row for each value that its shape does not tell all about: with its place, such as
/// <c>edits[].from</c>.
/// </summary>
internal static class InnerRows
{
    // Two levels of a bulleted list. Deeper ones are told by their places.
    private const string Indentation = "  ";

    public static IEnumerable<FlagRow> Of(ToolFlag flag)
    {
        // Properties that have flags have rows of their own.
        var shape = JsonShape.Of(flag.Definition);
        var definition = flag.Definition;
        var inside = flag.Properties.Count > 0 ? Others(definition, definition.WireName) : Inside(definition, definition.WireName);
        return inside
            .Where(one => shape is { IsCut: true } || SaysMore(one.Definition))
            .Select(one => new FlagRow(Indentation, CodeSpan.Of(one.Place), Remarks(one), ToolPages.Description(one.Definition)))
            .Where(row => row.Remarks.Length + row.Description.Length > 0)
            .Distinct();
    }

    private static string Remarks(Inner one) =>
        string.Join("; ", new[] { one.Condition, FlagText.InnerRemarks(one.Definition) }.Where(static text => text.Length > 0));

    private static bool SaysMore(ArgumentDefinition definition) =>
        !string.IsNullOrWhiteSpace(definition.Description) || definition.DefaultJson is not null || Expectation.Limits(definition).Any();

    private static IEnumerable<Inner> Inside(ArgumentDefinition definition, string place) => definition switch
    {
        { Kind: ArgumentKind.Array, Item: { } item } => Itself(item, definition, place + "[]").Concat(Inside(item, place + "[]")),
        { Kind: ArgumentKind.Object } => Properties(definition, place).Concat(Others(definition, place)),
        { Alternatives.Count: > 0 } => definition.Alternatives.SelectMany(alternative =>
            Itself(alternative, definition, place).Concat(Inside(alternative, place))
                .Select(one => one with { Condition = Joined(Condition(alternative), one.Condition) })),
        _ => [],
    };

    private static IEnumerable<Inner> Properties(ArgumentDefinition definition, string place) => definition.Properties.SelectMany(property =>
        Inside(property, $"{place}.{property.WireName}").Prepend(new Inner($"{place}.{property.WireName}", property, "")));

    private static IEnumerable<Inner> Others(ArgumentDefinition definition, string place) => definition.Value is { } value
        ? Itself(value, definition, place + ".*").Concat(Inside(value, place + ".*"))
        : [];

    // An item or an alternative is only worth a row if it is described otherwise than what it is part of.
    private static IEnumerable<Inner> Itself(ArgumentDefinition definition, ArgumentDefinition around, string place) =>
        SaysMore(definition) && definition.Description != around.Description ? [new Inner(place, definition, "")] : [];

    // What tells an alternative from the others: properties with one value only.
    private static string Condition(ArgumentDefinition alternative) => string.Join(" and ", alternative.Properties
        .Where(static property => property.AllowedValues.Count == 1)
        .Select(static property => $"if {CodeSpan.Of(property.WireName)} is {CodeSpan.Of(property.AllowedValues[0])}"));

    private static string Joined(string one, string other) => one.Length > 0 && other.Length > 0 ? $"{one}, {other}" : one + other;

    private sealed record Inner(string Place, ArgumentDefinition Definition, string Condition);
}
