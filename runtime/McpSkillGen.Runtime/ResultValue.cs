using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime;

/// <summary>
/// One value of a tool's structured result, and its place in it. Generated code reads results through it: a value must
/// match the schema, and what the schema does not name is ignored.
/// </summary>
public readonly struct ResultValue
{
    private readonly ResultPlace _place;

    private ResultValue(JsonElement json, ResultPlace place) => (Json, _place) = (json, place);

    /// <summary>The value as the server sent it.</summary>
    public JsonElement Json { get; }

    /// <summary>Whether it is a JSON string.</summary>
    public bool IsText => Json.ValueKind is JsonValueKind.String;

    /// <summary>Whether it is a JSON number.</summary>
    public bool IsNumber => Json.ValueKind is JsonValueKind.Number;

    /// <summary>Whether it is a JSON number without a fraction, within 64 bits.</summary>
    public bool IsInteger => IsNumber && (Json.TryGetInt64(out _) || AsWhole(Json) is >= long.MinValue and <= long.MaxValue);

    /// <summary>Whether it is <c>true</c> or <c>false</c>.</summary>
    public bool IsBoolean => Json.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Whether it is a JSON array.</summary>
    public bool IsList => Json.ValueKind is JsonValueKind.Array;

    /// <summary>Whether it is a JSON object.</summary>
    public bool IsObject => Json.ValueKind is JsonValueKind.Object;

    internal static ResultValue Root(JsonElement json) => new(json, ResultPlace.Root);

    /// <summary>A required property.</summary>
    public ResultValue Required(string name)
    {
        ExpectObject();
        var place = _place.Property(name);
        return Json.TryGetProperty(name, out var value)
            ? new ResultValue(value, place)
            : throw new ResultMismatchException($"{place}: required, but missing");
    }

    /// <summary>A property that may be missing; null also if it is JSON null.</summary>
    public ResultValue? Optional(string name)
    {
        ExpectObject();
        return Json.TryGetProperty(name, out var value) ? new ResultValue(value, _place.Property(name)).OrNull() : null;
    }

    /// <summary>This value; null if it is JSON null.</summary>
    public ResultValue? OrNull() => Json.ValueKind is JsonValueKind.Null ? null : this;

    /// <summary>Whether it is an object that has these properties.</summary>
    public bool Has(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!IsObject || !Json.TryGetProperty(name, out _))
            {
                return false;
            }
        }

        return IsObject;
    }

    /// <summary>Whether it is an object with a property that is this text.</summary>
    public bool Says(string name, string text) =>
        IsObject && Json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.ValueEquals(text);

    /// <summary>A JSON string.</summary>
    public string Text() => IsText ? Json.AsText() : throw Mismatch("a string");

    /// <summary>A JSON number without a fraction, however it is written: <c>3</c>, <c>3.0</c> and <c>3e0</c> are one number.</summary>
    public long Integer()
    {
        if (!IsNumber)
        {
            throw Mismatch("an integer");
        }

        return Json.TryGetInt64(out var value) ? value
            : AsWhole(Json) is { } whole and >= long.MinValue and <= long.MaxValue ? (long)whole
            : throw Mismatch("an integer of 64 bits");
    }

    /// <summary>A JSON number without a fraction and not below zero.</summary>
    public ulong UnsignedInteger()
    {
        if (!IsNumber)
        {
            throw Mismatch("an integer");
        }

        return Json.TryGetUInt64(out var value) ? value
            : AsWhole(Json) is { } whole and >= 0 and <= ulong.MaxValue ? (ulong)whole
            : throw Mismatch("an integer from 0 to 18446744073709551615");
    }

    /// <summary>A JSON number, to the nearest binary fraction of 64 bits.</summary>
    public double Number() => IsNumber && Json.TryGetDouble(out var value) && double.IsFinite(value) ? value : throw Mismatch("a number");

    /// <summary>A JSON number, exact up to 28 digits.</summary>
    public decimal Decimal() => IsNumber && Json.TryGetDecimal(out var value) ? value : throw Mismatch("a number of at most 28 digits");

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Boolean() => IsBoolean ? Json.GetBoolean() : throw Mismatch("true or false");

    /// <summary>A JSON array, item by item.</summary>
    public IReadOnlyList<T> List<T>(Func<ResultValue, T> read)
    {
        if (!IsList)
        {
            throw Mismatch("an array");
        }

        var items = new List<T>(Json.GetArrayLength());
        foreach (var item in Json.EnumerateArray())
        {
            items.Add(read(new ResultValue(item, _place.Item(items.Count))));
        }

        return items;
    }

    /// <summary>A JSON object, property by property; if a name occurs twice, the last one counts.</summary>
    /// <param name="read">Reads a property's value.</param>
    /// <param name="except">Names to leave out.</param>
    public IReadOnlyDictionary<string, T> Map<T>(Func<ResultValue, T> read, params ReadOnlySpan<string> except)
    {
        ExpectObject();
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var property in Json.EnumerateObject())
        {
            if (!except.Contains(property.Name))
            {
                values[property.Name] = read(new ResultValue(property.Value, _place.Property(property.Name)));
            }
        }

        return values;
    }

    /// <summary>Calls a reader with this value.</summary>
    public T Read<T>(Func<ResultValue, T> read) => read(this);

    /// <summary>Reads it if it is what the reader expects.</summary>
    public bool TryRead<T>(Func<ResultValue, T> read, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            value = read(this);
            return true;
        }
        catch (ResultMismatchException)
        {
            value = default;
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_place}: {Json}";

    private void ExpectObject()
    {
        if (!IsObject)
        {
            throw Mismatch("an object");
        }
    }

    private ResultMismatchException Mismatch(string expected) => new($"{_place}: expected {expected}, got {Shown()}");

    private string Shown()
    {
        const int MaxLength = 40;
        var text = Json.ValueKind switch
        {
            JsonValueKind.Array => "an array",
            JsonValueKind.Object => "an object",
            _ => Json.GetRawText(),
        };
        return text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
    }

    private static decimal? AsWhole(JsonElement number) =>
        decimal.TryParse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && decimal.IsInteger(value) ? value : null;
}
