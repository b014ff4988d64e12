using System.Text;
using System.Text.Json;

namespace McpSkillGen.Runtime.Queries;

/// <summary>A function of JMESPath.</summary>
/// <param name="name">As it is written.</param>
/// <param name="least">How many arguments it takes.</param>
/// <param name="most">How many at most.</param>
/// <param name="takes">What it takes, for people.</param>
/// <param name="run">What it does; null if it cannot take these arguments.</param>
internal sealed class QueryFunction(string name, int least, int most, string takes, Func<List<QueryValue>, QueryValue?> run)
{
    private const int AnyNumber = int.MaxValue;
    private const string OneList = "an array of numbers or of strings";

    private static readonly QueryFunction[] All =
    [
        new("abs", 1, 1, "a number", static a => Count(a[0], Math.Abs)),
        new("avg", 1, 1, "an array of numbers", static a => Sum(a[0]) is { } sum ? Divide(sum, ((ListValue)a[0]).Items.Count) : null),
        new("ceil", 1, 1, "a number", static a => Count(a[0], Math.Ceiling)),
        new("contains", 2, 2, "an array or a string, and what may be in it", Contains),
        new("ends_with", 2, 2, "two strings", static a => OnTexts(a, static (text, end) => text.EndsWith(end, StringComparison.Ordinal))),
        new("floor", 1, 1, "a number", static a => Count(a[0], Math.Floor)),
        new("join", 2, 2, "a string and an array of strings", Join),
        new("keys", 1, 1, "an object", static a => a[0] is MapValue map ? new ListValue(map.Names.ConvertAll(QueryValue (name) => new TextValue(name))) : null),
        new("length", 1, 1, "a string, an array or an object", Length),
        new("map", 2, 2, "an expression such as &name, and an array", Map),
        new("max", 1, 1, OneList, static a => Sorted(a[0], by: null) is { } all ? At(all, all.Count - 1) : null),
        new("max_by", 2, 2, "an array, and an expression such as &size", static a => SortedBy(a) is { } all ? At(all, all.Count - 1) : null),
        new("merge", 0, AnyNumber, "objects", Merge),
        new("min", 1, 1, OneList, static a => Sorted(a[0], by: null) is { } all ? At(all, 0) : null),
        new("min_by", 2, 2, "an array, and an expression such as &size", static a => SortedBy(a) is { } all ? At(all, 0) : null),
        new("not_null", 1, AnyNumber, "any values", static a => a.Find(static value => value is not NullValue) ?? QueryValue.Null),
        new("reverse", 1, 1, "an array or a string", Reverse),
        new("sort", 1, 1, OneList, static a => Sorted(a[0], by: null) is { } all ? new ListValue(all) : null),
        new("sort_by", 2, 2, "an array, and an expression such as &name that gives numbers or strings", static a => SortedBy(a) is { } all ? new ListValue(all) : null),
        new("starts_with", 2, 2, "two strings", static a => OnTexts(a, static (text, start) => text.StartsWith(start, StringComparison.Ordinal))),
        new("sum", 1, 1, "an array of numbers", static a => Sum(a[0])),
        new("to_array", 1, 1, "any value", static a => a[0] is ListValue ? a[0] : new ListValue([a[0]])),
        new("to_number", 1, 1, "any value", ToNumber),
        new("to_string", 1, 1, "any value", static a => a[0] is TextValue ? a[0] : new TextValue(Encoding.UTF8.GetString(a[0].ToJson().Span))),
        new("type", 1, 1, "any value", static a => new TextValue(a[0].Type)),
        new("values", 1, 1, "an object", static a => a[0] is MapValue map ? new ListValue(map.Names.ConvertAll(name => map[name])) : null),
    ];

    private string Name => name;

    /// <exception cref="QueryException">There is no such function, or it takes another number of arguments.</exception>
    public static QueryFunction Find(QueryToken token, int arguments)
    {
        var function = Array.Find(All, function => function.Name == token.Text)
            ?? throw new QueryException($"there is no function '{token.Text}'. There are: {string.Join(", ", Array.ConvertAll(All, static known => known.Name))}.", token.Column);
        return function.IsFor(arguments, out var shape)
            ? function
            : throw new QueryException($"{token.Text}() takes {shape}; found {arguments} argument{(arguments == 1 ? "" : "s")}.", token.Column);
    }

    /// <exception cref="QueryException">An argument has another type.</exception>
    public QueryValue Call(List<QueryValue> arguments) =>
        run(arguments) ?? throw new QueryException($"{name}() takes {takes}; found {string.Join(" and ", arguments.ConvertAll(static value => value.Type))}.");

    private bool IsFor(int arguments, out string shape)
    {
        shape = takes;
        return arguments >= least && arguments <= most;
    }

    private static BooleanValue? OnTexts(List<QueryValue> arguments, Func<string, string, bool> run) =>
        arguments is [TextValue first, TextValue second] ? BooleanValue.Of(run(first.Value, second.Value)) : null;

    private static ListValue? Map(List<QueryValue> arguments) =>
        arguments is [ExpressionValue by, ListValue list] ? new ListValue(list.Items.ConvertAll(by.Node.Of)) : null;

    private static QueryValue At(List<QueryValue> items, int index) => items.Count > 0 ? items[index] : QueryValue.Null;

    private static NumberValue? Count(QueryValue value, Func<double, double> count) =>
        value is NumberValue number ? new NumberValue(count(number.Value)) : null;

    private static QueryValue Divide(NumberValue sum, int count) => count == 0 ? QueryValue.Null : new NumberValue(sum.Value / count);

    private static NumberValue? Sum(QueryValue value)
    {
        if (value is not ListValue { Items: var items } || !items.TrueForAll(static item => item is NumberValue))
        {
            return null;
        }

        var sum = 0d;
        items.ForEach(item => sum += ((NumberValue)item).Value);
        return new NumberValue(sum);
    }

    private static TextValue? Join(List<QueryValue> arguments) =>
        arguments is [TextValue glue, ListValue { Items: var items }] && items.TrueForAll(static item => item is TextValue)
            ? new TextValue(string.Join(glue.Value, items.ConvertAll(static item => ((TextValue)item).Value)))
            : null;

    private static BooleanValue? Contains(List<QueryValue> arguments) => arguments switch
    {
        [ListValue list, var item] => BooleanValue.Of(list.Items.Exists(item.Is)),
        [TextValue text, var part] => BooleanValue.Of(part is TextValue words && text.Value.Contains(words.Value, StringComparison.Ordinal)),
        _ => null,
    };

    // Characters, not UTF-16 units.
    private static NumberValue? Length(List<QueryValue> arguments) => arguments[0] switch
    {
        TextValue text => new NumberValue(Encoding.UTF32.GetByteCount(text.Value) / 4),
        ListValue list => new NumberValue(list.Items.Count),
        MapValue map => new NumberValue(map.Names.Count),
        _ => null,
    };

    private static MapValue? Merge(List<QueryValue> arguments)
    {
        var merged = new MapValue();
        foreach (var argument in arguments)
        {
            if (argument is not MapValue map)
            {
                return null;
            }

            map.Names.ForEach(name => merged.Set(name, map[name]));
        }

        return merged;
    }

    private static QueryValue? Reverse(List<QueryValue> arguments)
    {
        switch (arguments[0])
        {
            case TextValue text:
                var reversed = new StringBuilder();
                foreach (var rune in text.Value.EnumerateRunes())
                {
                    reversed.Insert(0, rune.ToString());
                }

                return new TextValue(reversed.ToString());
            case ListValue list:
                var items = new List<QueryValue>(list.Items);
                items.Reverse();
                return new ListValue(items);
            default:
                return null;
        }
    }

    private static QueryValue ToNumber(List<QueryValue> arguments)
    {
        if (arguments[0] is not TextValue text)
        {
            return arguments[0] is NumberValue ? arguments[0] : QueryValue.Null;
        }

        try
        {
            using var json = JsonDocument.Parse(text.Value);
            return json.RootElement.ValueKind is JsonValueKind.Number ? QueryValue.Of(json.RootElement) : QueryValue.Null;
        }
        catch (JsonException)
        {
            return QueryValue.Null;
        }
    }

    private static List<QueryValue>? SortedBy(List<QueryValue> arguments) => arguments is [var list, ExpressionValue by] ? Sorted(list, by.Node) : null;

    /// <summary>Equal items stay in their order.</summary>
    private static List<QueryValue>? Sorted(QueryValue value, QueryNode? by)
    {
        if (value is not ListValue { Items: var items })
        {
            return null;
        }

        var keys = by is null ? items : items.ConvertAll(by.Of);
        if (!keys.TrueForAll(static key => key is NumberValue) && !keys.TrueForAll(static key => key is TextValue))
        {
            return null;
        }

        var order = new int[items.Count];
        for (var index = 0; index < order.Length; index++)
        {
            order[index] = index;
        }

        Array.Sort(order, (first, second) => Compare(keys[first], keys[second]) is not 0 and var difference ? difference : first - second);
        return [.. Array.ConvertAll(order, index => items[index])];
    }

    private static int Compare(QueryValue first, QueryValue second) => first is NumberValue number
        ? number.Value.CompareTo(((NumberValue)second).Value)
        : string.CompareOrdinal(((TextValue)first).Value, ((TextValue)second).Value);
}
