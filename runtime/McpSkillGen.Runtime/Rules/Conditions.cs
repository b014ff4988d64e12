using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Rules;

/// <summary>Whether a value is as a JSON Schema says; null if that cannot be told.</summary>
internal delegate bool? Condition(JsonElement value, ITextMatcher texts);

/// <summary>
/// The keywords of JSON Schema (2020-12, validation vocabulary) as conditions. As there, a keyword about texts says nothing about
/// numbers, and <c>properties</c> says nothing about a property that is absent.
/// </summary>
internal static class Conditions
{
    // Comparing each item with each other takes the square of this.
    private const int MaxComparedItems = 1000;

    public static readonly Condition Always = static (_, _) => true;

    public static readonly Condition Never = static (_, _) => false;

    public static Condition All(IReadOnlyList<Condition> conditions) =>
        conditions is [var only] ? only : (value, texts) => And(conditions, condition => condition(value, texts));

    public static Condition Any(IReadOnlyList<Condition> conditions) => (value, texts) => !And(conditions, condition => !condition(value, texts));

    public static Condition ExactlyOne(IReadOnlyList<Condition> conditions) => (value, texts) => Count(conditions, condition => condition(value, texts), 1, 1);

    public static Condition Not(Condition condition) => (value, texts) => !condition(value, texts);

    public static Condition If(Condition condition, Condition then, Condition otherwise) => (value, texts) => condition(value, texts) switch
    {
        true => then(value, texts),
        false => otherwise(value, texts),
        _ => And([then, otherwise], branch => branch(value, texts)) is true ? true : null,
    };

    /// <param name="types">As JSON Schema names them.</param>
    public static Condition HasType(IReadOnlyCollection<string> types) => (value, _) =>
        types.Contains(TypeOf(value)) || (types.Contains("integer") && IsInteger(value));

    public static Condition IsOneOf(IReadOnlyList<JsonElement> values) => (value, _) => values.Any(one => JsonElement.DeepEquals(one, value));

    /// <param name="holds">Gets how the value compares with the limit: negative if it is less.</param>
    /// <param name="limit">A JSON number.</param>
    public static Condition Compares(JsonElement limit, Func<int, bool> holds) => (value, _) =>
        value.ValueKind is not JsonValueKind.Number ? true : Compare(value, limit) is { } order ? holds(order) : null;

    public static Condition IsMultipleOf(JsonElement factor) => (value, _) =>
        value.ValueKind is not JsonValueKind.Number ? true
        : value.TryGetDecimal(out var number) && factor.TryGetDecimal(out var divisor) && divisor != 0 ? number % divisor == 0
        : null;

    /// <summary>Lengths are counted in code points.</summary>
    public static Condition HasLength(long minimum, long maximum) => (value, _) =>
        value.ValueKind is not JsonValueKind.String || IsWithin(LengthOf(value.AsText()), minimum, maximum);

    public static Condition Matches(string pattern) => (value, texts) =>
        value.ValueKind is not JsonValueKind.String ? true : texts.Matches(pattern, value.AsText());

    public static Condition HasItems(long minimum, long maximum) => (value, _) =>
        value.ValueKind is not JsonValueKind.Array || IsWithin(value.GetArrayLength(), minimum, maximum);

    public static Condition HasUniqueItems() => static (value, _) =>
    {
        if (value.ValueKind is not JsonValueKind.Array)
        {
            return true;
        }

        var items = value.EnumerateArray().ToArray();
        return items.Length > MaxComparedItems
            ? null
            : !items.Where((item, i) => items.Take(i).Any(earlier => JsonElement.DeepEquals(earlier, item))).Any();
    };

    /// <param name="first">For the first items, one each.</param>
    /// <param name="others">For all that follow.</param>
    public static Condition Items(IReadOnlyList<Condition> first, Condition others) => (value, texts) =>
    {
        if (value.ValueKind is not JsonValueKind.Array)
        {
            return true;
        }

        var place = 0;
        return And(value.EnumerateArray(), item => (place < first.Count ? first[place++] : others)(item, texts));
    };

    public static Condition Contains(Condition condition, long minimum, long maximum) => (value, texts) =>
        value.ValueKind is not JsonValueKind.Array ? true : Count(value.EnumerateArray(), item => condition(item, texts), minimum, maximum);

    public static Condition HasProperties(long minimum, long maximum) => (value, _) =>
        value.ValueKind is not JsonValueKind.Object || IsWithin(value.GetPropertyCount(), minimum, maximum);

    public static Condition Requires(IReadOnlyList<string> names) => (value, texts) =>
        value.ValueKind is not JsonValueKind.Object || names.All(name => value.TryGetProperty(name, out _));

    public static Condition PropertyNames(Condition condition) => (value, texts) =>
        value.ValueKind is not JsonValueKind.Object ? true : And(value.EnumerateObject(), property => condition(TextElement(property.Name), texts));

    /// <param name="named">By the property's name.</param>
    /// <param name="patterned">By a regular expression of names.</param>
    /// <param name="others">For a property that none of the above is about.</param>
    public static Condition Properties(
        IReadOnlyDictionary<string, Condition> named, IReadOnlyList<(string Pattern, Condition Condition)> patterned, Condition others) => (value, texts) =>
    {
        return value.ValueKind is not JsonValueKind.Object ? true : And(value.EnumerateObject(), Check);

        bool? Check(JsonProperty property)
        {
            var isNamed = named.TryGetValue(property.Name, out var own);
            var holds = isNamed ? own!(property.Value, texts) : true;
            bool? isOther = !isNamed;
            foreach (var (pattern, condition) in patterned)
            {
                var matches = texts.Matches(pattern, property.Name);
                isOther = Both(isOther, !matches);
                holds = Both(holds, Unless(!matches, condition(property.Value, texts)));
            }

            return Both(holds, Unless(!isOther, others(property.Value, texts)));
        }
    };

    // True if the exception holds, else what is said.
    private static bool? Unless(bool? exception, bool? said) => !Both(!exception, !said);

    private static bool? Both(bool? one, bool? other) => one & other;

    private static bool? And<T>(IEnumerable<T> items, Func<T, bool?> holds)
    {
        bool? all = true;
        foreach (var item in items)
        {
            all = Both(all, holds(item));
            if (all is false)
            {
                return false;
            }
        }

        return all;
    }

    private static bool? Count<T>(IEnumerable<T> items, Func<T, bool?> holds, long minimum, long maximum)
    {
        var (certain, possible) = (0L, 0L);
        foreach (var item in items)
        {
            var held = holds(item);
            certain += held is true ? 1 : 0;
            possible += held is false ? 0 : 1;
        }

        return possible < minimum || certain > maximum ? false : IsWithin(certain, minimum, maximum) && IsWithin(possible, minimum, maximum) ? true : null;
    }

    private static bool IsWithin(long count, long minimum, long maximum) => count >= minimum && count <= maximum;

    private static long LengthOf(string text) => text.EnumerateRunes().Count();

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static bool IsInteger(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number
        && (value.TryGetDecimal(out var exact) ? decimal.IsInteger(exact) : value.TryGetDouble(out var rough) && double.IsInteger(rough));

    private static int? Compare(JsonElement value, JsonElement limit) =>
        value.TryGetDecimal(out var exact) && limit.TryGetDecimal(out var exactLimit) ? exact.CompareTo(exactLimit)
        : value.TryGetDouble(out var rough) && limit.TryGetDouble(out var roughLimit) ? rough.CompareTo(roughLimit)
        : null;

    private static JsonElement TextElement(string text)
    {
        using var document = JsonDocument.Parse(PlainJson.Write(writer => writer.WriteStringValue(text)));
        return document.RootElement.Clone();
    }
}
