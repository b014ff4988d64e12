using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Drift;

/// <summary>
/// Compares two JSON Schemas by shape. For an input, an addition is harmless and a new requirement is not. For a
/// result, an addition is harmless and a promise that is gone is not.
/// </summary>
internal sealed class SchemaComparison(JsonElement before, JsonElement now, bool isResult)
{
    // Compared in words. Every other keyword that is no annotation is compared as a whole: what narrows a value, and what nobody knows yet.
    private static readonly HashSet<string> ToldInWords = new(StringComparer.Ordinal)
    {
        "type", "enum", "properties", "required", "additionalProperties", "items", "$ref", "$defs", "definitions", "$anchor",
    };

    // Nothing deeper than this matters to a call.
    private const int MaxDepth = 32;

    private readonly List<SchemaChange> _changes = [];

    // A schema that contains itself twice would be compared 2^32 times.
    private readonly HashSet<(string, string)> _compared = [];

    public IReadOnlyList<SchemaChange> Compare()
    {
        if (IsAbsent(before) != IsAbsent(now))
        {
            var isLost = IsAbsent(now);
            _changes.Add(new SchemaChange($"{Root}: {(isLost ? "its schema is gone" : "has a schema now")}", isLost && isResult));
        }
        else if (!IsAbsent(before))
        {
            Compare("", before, now, 0);
        }

        return _changes;
    }

    private string Root => isResult ? "result" : "arguments";

    private void Compare(string place, JsonElement old, JsonElement current, int depth)
    {
        if (Reference(old) is { } from && Reference(current) is { } to && !_compared.Add((from, to)))
        {
            return;
        }

        var isOtherBeside = BesideReference(old) != BesideReference(current);
        (old, current) = (Resolve(old, before), Resolve(current, now));
        if (isOtherBeside || Reference(old) != Reference(current))
        {
            Tell(place, "its '$ref' changed, or what is beside it", isBreaking: true);
        }

        if (depth > MaxDepth || old.ValueKind is not JsonValueKind.Object || current.ValueKind is not JsonValueKind.Object)
        {
            if (depth <= MaxDepth && !JsonElement.DeepEquals(old, current))
            {
                Tell(place, "its schema changed", isBreaking: true);
            }

            return;
        }

        CompareTypes(place, old, current);
        CompareValues(place, old, current);
        CompareProperties(place, old, current, depth);
        CompareItems(place, old, current, depth);
        foreach (var keyword in KeywordsOf(old).Union(KeywordsOf(current)))
        {
            if (SchemaShapeText.Of(Member(old, keyword)) != SchemaShapeText.Of(Member(current, keyword)))
            {
                Tell(place, $"its '{keyword}' changed", isBreaking: true);
            }
        }
    }

    private void CompareTypes(string place, JsonElement old, JsonElement current)
    {
        var (were, are) = (TypesOf(old), TypesOf(current));
        if (were.SetEquals(are))
        {
            return;
        }

        // No type at all is every type.
        var isWider = are.Count == 0 || (were.Count > 0 && were.IsSubsetOf(are));
        var isNarrower = were.Count == 0 || (are.Count > 0 && are.IsSubsetOf(were));
        Tell(place, $"was {Named(were)}, is {Named(are)}", isResult ? !isNarrower : !isWider);

        static string Named(SortedSet<string> types) => types.Count == 0 ? "anything" : string.Join(" or ", types);
    }

    private void CompareValues(string place, JsonElement old, JsonElement current)
    {
        var (were, are) = (ItemsOf(old, "enum"), ItemsOf(current, "enum"));
        if (were.Count == 0 || are.Count == 0)
        {
            if (were.Count != are.Count)
            {
                var isClosedNow = are.Count > 0;
                Tell(place, isClosedNow ? $"is one of {Listed(are)} now" : "may be any value now", isResult != isClosedNow);
            }

            return;
        }

        var (lost, gained) = (were.Except(are).ToArray(), are.Except(were).ToArray());
        if (lost.Length > 0)
        {
            Tell(place, $"no longer {Listed(lost)}", isBreaking: !isResult);
        }

        if (gained.Length > 0)
        {
            Tell(place, $"also {Listed(gained)}", isBreaking: false);
        }

        static string Listed(IEnumerable<string> values) => string.Join(", ", values);
    }

    private void CompareProperties(string place, JsonElement old, JsonElement current, int depth)
    {
        var (were, are) = (Member(old, "properties"), Member(current, "properties"));
        var (demanded, demands) = (RequiredOf(old), RequiredOf(current));
        foreach (var property in Properties(were))
        {
            var inner = Join(place, property.Name);
            if (!TryGet(are, property.Name, out var present))
            {
                Tell(inner, "is gone", isBreaking: true);
                continue;
            }

            var (wasRequired, isRequired) = (demanded.Contains(property.Name), demands.Contains(property.Name));
            if (wasRequired != isRequired)
            {
                Tell(inner, isRequired ? "is required now" : "is no longer required", isResult ? wasRequired : isRequired);
            }

            Compare(inner, property.Value, present, depth + 1);
        }

        foreach (var property in Properties(are))
        {
            if (!TryGet(were, property.Name, out _))
            {
                var isRequired = !isResult && demands.Contains(property.Name);
                Tell(Join(place, property.Name), isRequired ? "is new, and required" : "is new", isRequired);
            }
        }

        var (others, othersNow) = (Member(old, "additionalProperties"), Member(current, "additionalProperties"));
        if (others.ValueKind is JsonValueKind.Object && othersNow.ValueKind is JsonValueKind.Object)
        {
            Compare(Join(place, "*"), others, othersNow, depth + 1);
        }
        else if (AllowsOthers(others) != AllowsOthers(othersNow))
        {
            Tell(Join(place, "*"), AllowsOthers(othersNow) ? "any other is allowed now" : "no other is allowed now", isResult == AllowsOthers(othersNow));
        }
        else if (others.ValueKind is JsonValueKind.Object || othersNow.ValueKind is JsonValueKind.Object)
        {
            Tell(Join(place, "*"), "its schema changed", isBreaking: true);
        }
    }

    private void CompareItems(string place, JsonElement old, JsonElement current, int depth)
    {
        var (were, are) = (Member(old, "items"), Member(current, "items"));
        if (were.ValueKind is JsonValueKind.Object && are.ValueKind is JsonValueKind.Object)
        {
            Compare(place + "[]", were, are, depth + 1);
        }
        else if (SchemaShapeText.Of(were) != SchemaShapeText.Of(are))
        {
            Tell(place + "[]", "its schema changed", isBreaking: true);
        }
    }

    private void Tell(string place, string what, bool isBreaking)
    {
        var where = place.Length == 0 ? Root : isResult ? $"result.{place}" : place;
        _changes.Add(new SchemaChange($"{where}: {what}", isBreaking));
    }

    private static string Join(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    private static bool AllowsOthers(JsonElement additionalProperties) => additionalProperties.ValueKind is not JsonValueKind.False;

    private static IEnumerable<string> KeywordsOf(JsonElement schema) =>
        schema.EnumerateObject().Select(static member => member.Name).Where(static name => !ToldInWords.Contains(name) && !SchemaShapeText.IsAnnotation(name));

    private static string? Reference(JsonElement schema) => Member(schema, "$ref") is { ValueKind: JsonValueKind.String } reference ? reference.AsText() : null;

    private static string BesideReference(JsonElement schema) =>
        Reference(schema) is null ? "" : string.Concat(
            schema.EnumerateObject()
                .Where(static member => member.Name is not ("$ref" or "$defs" or "definitions" or "$anchor") && !SchemaShapeText.IsAnnotation(member.Name))
                .OrderBy(static member => member.Name, StringComparer.Ordinal)
                .Select(static member => $"{member.Name} {SchemaShapeText.Of(member.Value)}\n"));

    private static bool IsAbsent(JsonElement schema) => schema.ValueKind is JsonValueKind.Undefined;

    private static JsonElement Member(JsonElement schema, string name) => TryGet(schema, name, out var member) ? member : default;

    private static bool TryGet(JsonElement holder, string name, out JsonElement member)
    {
        member = default;
        return holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(name, out member);
    }

    private static JsonElement.ObjectEnumerator Properties(JsonElement holder) =>
        holder.ValueKind is JsonValueKind.Object ? holder.EnumerateObject() : default;

    private static SortedSet<string> TypesOf(JsonElement schema)
    {
        var type = Member(schema, "type");
        IEnumerable<JsonElement> types = type.ValueKind is JsonValueKind.Array ? type.EnumerateArray() : [type];
        return new SortedSet<string>(types.Where(static one => one.ValueKind is JsonValueKind.String).Select(ForeignJson.AsText), StringComparer.Ordinal);
    }

    private static HashSet<string> RequiredOf(JsonElement schema) =>
        Member(schema, "required") is { ValueKind: JsonValueKind.Array } names
            ? [.. names.EnumerateArray().Where(static name => name.ValueKind is JsonValueKind.String).Select(ForeignJson.AsText)]
            : [];

    private static List<string> ItemsOf(JsonElement schema, string keyword) =>
        Member(schema, keyword) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray().Select(SchemaShapeText.Of).Distinct()] : [];

    // Only local references, and only as many in a row as are possible without a cycle.
    private static JsonElement Resolve(JsonElement schema, JsonElement root)
    {
        for (var hops = 0; hops < MaxDepth && Reference(schema) is { } pointer; hops++)
        {
            if (pointer is not ['#', ..])
            {
                return schema;
            }

            var target = root;
            foreach (var step in pointer[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (!TryGet(target, name, out target))
                {
                    return schema;
                }
            }

            schema = target;
        }

        return schema;
    }
}
