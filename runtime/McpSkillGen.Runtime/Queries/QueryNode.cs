namespace McpSkillGen.Runtime.Queries;

/// <summary>A part of a query, as JMESPath defines it: one of the classes in this file.</summary>
internal abstract class QueryNode
{
    /// <summary>What it makes of the value at hand.</summary>
    /// <exception cref="QueryException">A function cannot take the value.</exception>
    public abstract QueryValue Of(QueryValue current);

    /// <summary>What a projection makes of each item; null is left out.</summary>
    protected static ListValue Project(List<QueryValue> items, QueryNode right)
    {
        var made = new List<QueryValue>();
        foreach (var item in items)
        {
            if (right.Of(item) is var value and not NullValue)
            {
                made.Add(value);
            }
        }

        return new ListValue(made);
    }
}

/// <summary><c>@</c>.</summary>
internal sealed class CurrentNode : QueryNode
{
    public override QueryValue Of(QueryValue current) => current;
}

/// <summary><c>name</c>.</summary>
internal sealed class FieldNode(string name) : QueryNode
{
    public override QueryValue Of(QueryValue current) => current is MapValue map ? map[name] : QueryValue.Null;
}

/// <summary><c>[0]</c>, or <c>[-1]</c> from the end.</summary>
internal sealed class IndexNode(int index) : QueryNode
{
    public override QueryValue Of(QueryValue current) =>
        current is ListValue { Items: var items } && (index < 0 ? items.Count + (long)index : index) is var at && at >= 0 && at < items.Count
            ? items[(int)at]
            : QueryValue.Null;
}

/// <summary><c>[start:stop:step]</c>.</summary>
internal sealed class SliceNode(int? start, int? stop, int step) : QueryNode
{
    public override QueryValue Of(QueryValue current)
    {
        if (current is not ListValue { Items: var items })
        {
            return QueryValue.Null;
        }

        var (first, last) = step > 0 ? (0, items.Count) : (-1, items.Count - 1);
        var at = Bound(start, step > 0 ? first : last);
        var end = Bound(stop, step > 0 ? last : first);
        var taken = new List<QueryValue>();
        for (long index = at; step > 0 ? index < end : index > end; index += step)
        {
            taken.Add(items[(int)index]);
        }

        return new ListValue(taken);

        long Bound(int? given, int absent) =>
            given is { } bound ? Math.Clamp(bound < 0 ? (long)bound + items.Count : bound, first, last) : absent;
    }
}

/// <summary><c>left.right</c>, and <c>left | right</c>, which ends projections.</summary>
internal sealed class ThenNode(QueryNode left, QueryNode right) : QueryNode
{
    public override QueryValue Of(QueryValue current) => right.Of(left.Of(current));
}

/// <summary><c>left || right</c>.</summary>
internal sealed class OrNode(QueryNode left, QueryNode right) : QueryNode
{
    public override QueryValue Of(QueryValue current) => left.Of(current) is { IsTrue: true } first ? first : right.Of(current);
}

/// <summary><c>left &amp;&amp; right</c>.</summary>
internal sealed class AndNode(QueryNode left, QueryNode right) : QueryNode
{
    public override QueryValue Of(QueryValue current) => left.Of(current) is { IsTrue: false } first ? first : right.Of(current);
}

/// <summary><c>!operand</c>.</summary>
internal sealed class NotNode(QueryNode operand) : QueryNode
{
    public override QueryValue Of(QueryValue current) => BooleanValue.Of(!operand.Of(current).IsTrue);
}

/// <summary><c>left == right</c> of any values; <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> of numbers.</summary>
internal sealed class CompareNode(QueryNode left, TokenKind comparison, QueryNode right) : QueryNode
{
    public override QueryValue Of(QueryValue current)
    {
        var (first, second) = (left.Of(current), right.Of(current));
        return comparison switch
        {
            TokenKind.Equal => BooleanValue.Of(first.Is(second)),
            TokenKind.NotEqual => BooleanValue.Of(!first.Is(second)),
            _ when first is not NumberValue || second is not NumberValue => QueryValue.Null,
            _ => BooleanValue.Of(Holds(((NumberValue)first).Value, ((NumberValue)second).Value)),
        };
    }

    private bool Holds(double first, double second) => comparison switch
    {
        TokenKind.Less => first < second,
        TokenKind.LessOrEqual => first <= second,
        TokenKind.Greater => first > second,
        _ => first >= second,
    };
}

/// <summary>A value that is written in the query.</summary>
internal sealed class LiteralNode(QueryValue value) : QueryNode
{
    public override QueryValue Of(QueryValue current) => value;
}

/// <summary><c>[first, second]</c>.</summary>
internal sealed class ListNode(List<QueryNode> items) : QueryNode
{
    public override QueryValue Of(QueryValue current) =>
        current is NullValue ? current : new ListValue(items.ConvertAll(item => item.Of(current)));
}

/// <summary><c>{name: value}</c>.</summary>
internal sealed class MapNode(List<MemberNode> members) : QueryNode
{
    public override QueryValue Of(QueryValue current)
    {
        if (current is NullValue)
        {
            return current;
        }

        var map = new MapValue();
        members.ForEach(member => map.Set(member.Name, member.Value.Of(current)));
        return map;
    }
}

/// <summary><c>name: value</c>.</summary>
internal sealed class MemberNode(string name, QueryNode value)
{
    public string Name => name;

    public QueryNode Value => value;
}

/// <summary><c>left[*].right</c>, also after a slice.</summary>
internal sealed class ListProjection(QueryNode left, QueryNode right) : QueryNode
{
    public override QueryValue Of(QueryValue current) => left.Of(current) is ListValue { Items: var items } ? Project(items, right) : QueryValue.Null;
}

/// <summary><c>left.*.right</c>.</summary>
internal sealed class MapProjection(QueryNode left, QueryNode right) : QueryNode
{
    public override QueryValue Of(QueryValue current) =>
        left.Of(current) is MapValue map ? Project(map.Names.ConvertAll(name => map[name]), right) : QueryValue.Null;
}

/// <summary><c>left[?condition].right</c>.</summary>
internal sealed class FilterProjection(QueryNode left, QueryNode condition, QueryNode right) : QueryNode
{
    public override QueryValue Of(QueryValue current) =>
        left.Of(current) is ListValue { Items: var items } ? Project(items.FindAll(item => condition.Of(item).IsTrue), right) : QueryValue.Null;
}

/// <summary><c>operand[]</c>: lists in a list become one.</summary>
internal sealed class FlattenNode(QueryNode operand) : QueryNode
{
    public override QueryValue Of(QueryValue current)
    {
        if (operand.Of(current) is not ListValue { Items: var items })
        {
            return QueryValue.Null;
        }

        var all = new List<QueryValue>();
        foreach (var item in items)
        {
            if (item is ListValue inner)
            {
                all.AddRange(inner.Items);
            }
            else
            {
                all.Add(item);
            }
        }

        return new ListValue(all);
    }
}

/// <summary><c>&amp;operand</c>.</summary>
internal sealed class ExpressionNode(QueryNode operand) : QueryNode
{
    public override QueryValue Of(QueryValue current) => new ExpressionValue(operand);
}

/// <summary><c>function(argument, …)</c>.</summary>
internal sealed class CallNode(QueryFunction function, List<QueryNode> arguments) : QueryNode
{
    public override QueryValue Of(QueryValue current) => function.Call(arguments.ConvertAll(argument => argument.Of(current)));
}
