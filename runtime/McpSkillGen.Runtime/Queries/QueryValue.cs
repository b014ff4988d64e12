using System.Globalization;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Queries;

/// <summary>A value that a query works on: one of the classes in this file.</summary>
internal abstract class QueryValue
{
    public static readonly QueryValue Null = new NullValue();

    /// <summary>The type's name in JMESPath.</summary>
    public abstract string Type { get; }

    /// <summary>Whether a condition takes it for true: anything but null, false and what is empty.</summary>
    public virtual bool IsTrue => true;

    /// <summary>Whether it is the same JSON value. The order of an object's members does not count.</summary>
    public abstract bool Is(QueryValue other);

    public abstract void WriteTo(Utf8JsonWriter writer);

    /// <remarks>Of two members of one name, the last counts, as in most readers of JSON.</remarks>
    public static QueryValue Of(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new MapValue();
                foreach (var member in json.EnumerateObject())
                {
                    map.Set(member.Name, Of(member.Value));
                }

                return map;
            case JsonValueKind.Array:
                var items = new List<QueryValue>();
                foreach (var item in json.EnumerateArray())
                {
                    items.Add(Of(item));
                }

                return new ListValue(items);
            case JsonValueKind.String:
                return new TextValue(json.GetString()!);
            case JsonValueKind.Number:
                return new NumberValue(json.TryGetDouble(out var number) ? number : double.NaN, json.GetRawText());
            case JsonValueKind.True or JsonValueKind.False:
                return BooleanValue.Of(json.ValueKind is JsonValueKind.True);
            default:
                return Null;
        }
    }

    /// <summary>As compact JSON, UTF-8.</summary>
    public ReadOnlyMemory<byte> ToJson() => PlainJson.Write(WriteTo);
}

internal sealed class NullValue : QueryValue
{
    public override string Type => "null";

    public override bool IsTrue => false;

    public override bool Is(QueryValue other) => other is NullValue;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNullValue();
}

internal sealed class BooleanValue : QueryValue
{
    private static readonly BooleanValue True = new();
    private static readonly BooleanValue False = new();

    public override string Type => "boolean";

    public override bool IsTrue => this == True;

    public static BooleanValue Of(bool value) => value ? True : False;

    public override bool Is(QueryValue other) => other == this;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteBooleanValue(IsTrue);
}

/// <param name="value">What is compared and counted with.</param>
/// <param name="json">As the server wrote it; null if a query made it.</param>
internal sealed class NumberValue(double value, string? json = null) : QueryValue
{
    public double Value => value;

    public override string Type => "number";

    public override bool Is(QueryValue other) => other is NumberValue number && number.Value.Equals(value);

    public override void WriteTo(Utf8JsonWriter writer) =>
        writer.WriteRawValue(json ?? value.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
}

internal sealed class TextValue(string value) : QueryValue
{
    public string Value => value;

    public override string Type => "string";

    public override bool IsTrue => value.Length > 0;

    public override bool Is(QueryValue other) => other is TextValue text && text.Value == value;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(value);
}

internal sealed class ListValue(List<QueryValue> items) : QueryValue
{
    public List<QueryValue> Items => items;

    public override string Type => "array";

    public override bool IsTrue => items.Count > 0;

    public override bool Is(QueryValue other)
    {
        if (other is not ListValue list || list.Items.Count != items.Count)
        {
            return false;
        }

        for (var index = 0; index < items.Count; index++)
        {
            if (!items[index].Is(list.Items[index]))
            {
                return false;
            }
        }

        return true;
    }

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}

internal sealed class MapValue : QueryValue
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>In the order of their first appearance.</summary>
    public List<string> Names { get; } = [];

    public override string Type => "object";

    public override bool IsTrue => Names.Count > 0;

    /// <summary>The member of a name; <see cref="QueryValue.Null"/> if there is none.</summary>
    public QueryValue this[string name] => _values.TryGetValue(name, out var value) ? (QueryValue)value : Null;

    public void Set(string name, QueryValue value)
    {
        if (_values.TryAdd(name, value))
        {
            Names.Add(name);
        }
        else
        {
            _values[name] = value;
        }
    }

    public override bool Is(QueryValue other) =>
        other is MapValue map && map.Names.Count == Names.Count && Names.TrueForAll(name => map._values.ContainsKey(name) && this[name].Is(map[name]));

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var name in Names)
        {
            writer.WritePropertyName(name);
            this[name].WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}

/// <summary>An expression as an argument of a function: <c>&amp;name</c>. Never part of a result.</summary>
internal sealed class ExpressionValue(QueryNode node) : QueryValue
{
    public QueryNode Node => node;

    public override string Type => "expression";

    public override bool Is(QueryValue other) => false;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNullValue();
}
