using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Model;

/// <summary>
/// Reads alternatives (<c>anyOf</c>, <c>oneOf</c>, several types) as one shape if possible, else as a union. In practice, half of
/// them mean "X or null", others list strings one by one, or say the same thing in two ways.
/// </summary>
internal sealed class AlternativesReader(SchemaShapeReader shapes)
{
    private readonly List<(SchemaShape Shape, JsonNode Schema)> _found = [];
    private readonly HashSet<JsonNode> _seen = [];
    private bool _isNullable;
    private int _count;

    public SchemaShape Read(IReadOnlyList<JsonNode> alternatives)
    {
        foreach (var alternative in alternatives)
        {
            Add(alternative);
        }

        _count = _found.Count;
        CollapseTexts();
        CollapseNumbers();
        if (_found.Exists(static found => found.Shape is SchemaShape.Number))
        {
            _found.RemoveAll(static found => found.Shape is SchemaShape.Integer);
        }

        if (_found.Find(static found => found.Shape is SchemaShape.Any) is { Shape: { } any })
        {
            return any with { DefinitionName = null };
        }

        var distinct = _found.GroupBy(static found => KeyOf(found.Shape)).Select(static same => same.First()).ToList();
        return distinct.Count switch
        {
            0 => new SchemaShape.Untyped(_isNullable ? "only null matches it" : "no value matches it"),
            1 => distinct[0].Shape with { IsNullable = distinct[0].Shape.IsNullable || _isNullable, HasVariants = distinct[0].Shape.HasVariants || _count > 1 },
            _ => new SchemaShape.Union(distinct.Select(static found => found.Schema).ToList())
            {
                IsNullable = _isNullable,
                HasVariants = _count > distinct.Count,
            },
        };
    }

    private void Add(JsonNode alternative)
    {
        if (IsNull(alternative))
        {
            _isNullable = true;
            return;
        }

        if (alternative is JsonBoolean { Value: false } || !_seen.Add(alternative) || shapes.IsBeingRead(alternative))
        {
            return;
        }

        var shape = shapes.Read(alternative);
        _isNullable |= shape.IsNullable;
        if (shape.Source is { } source && source != alternative && !_seen.Add(source))
        {
            return;
        }

        // A union in a union: its alternatives are ours.
        if (shape is SchemaShape.Union union)
        {
            foreach (var inner in union.Alternatives)
            {
                Add(inner);
            }

            return;
        }

        _found.Add((shape, alternative));
    }

    private bool IsNull(JsonNode schema) => shapes.Whole(schema) is { } whole
        && (whole["type"] is JsonString { Value: "null" } || whole["const"] is JsonNull
            || (whole["enum"] is JsonArray { Items.Count: > 0 } values && values.Items.All(static value => value is JsonNull)));

    // Several lists of strings are one list. Together with any string, they are proposals.
    private void CollapseTexts()
    {
        var choices = _found.Where(static found => found.Shape is SchemaShape.Choice).ToList();
        var texts = _found.Where(static found => found.Shape is SchemaShape.Text).ToList();
        if (choices.Count == 0 || choices.Count + texts.Count < 2)
        {
            return;
        }

        var lists = choices.Select(static found => (SchemaShape.Choice)found.Shape).ToList();
        var listed = lists
            .SelectMany(static list => list.Listed)
            .GroupBy(static value => value.Text, StringComparer.Ordinal)
            .Select(static same => same.First());
        var isOpen = texts.Count > 0 || lists.Exists(static list => list.IsOpen);
        var first = choices[0];
        _found.Insert(
            _found.IndexOf(first),
            (new SchemaShape.Choice(listed.ToList(), isOpen),
                AsAlternative(choices.Concat(texts).Select(static found => found.Schema).ToList())));
        _found.RemoveAll(found => choices.Contains(found) || texts.Contains(found));
    }

    // Several lists of numbers are one list.
    private void CollapseNumbers()
    {
        var numbers = _found.Where(static found => found.Shape is SchemaShape.Integer or SchemaShape.Number).ToList();
        var listed = numbers.Select(found => ValueShapeReader.ValuesOf(shapes.Whole(found.Schema))).ToList();
        if (numbers.Count < 2 || listed.Exists(static values => values.Count == 0))
        {
            return;
        }

        var span = numbers[0].Schema.Span;
        var schema = new JsonObject(span, [new JsonProperty("enum", span, new JsonArray(span, listed.SelectMany(static values => values).ToList()))]);
        _found.Insert(_found.IndexOf(numbers[0]), (shapes.Read(schema), schema));
        _found.RemoveAll(numbers.Contains);
        _count -= numbers.Count - 1;
    }

    private static JsonObject AsAlternative(List<JsonNode> schemas) => Resolution.SchemaMerge.Combined("anyOf", schemas);

    private static object KeyOf(SchemaShape shape) => shape switch
    {
        SchemaShape.Text or SchemaShape.Integer or SchemaShape.Number or SchemaShape.Boolean or SchemaShape.AnyObject => shape.GetType(),
        _ => (object?)shape.Source ?? shape,
    };
}
