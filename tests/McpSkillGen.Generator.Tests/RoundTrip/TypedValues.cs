using System.Collections;
using System.Text.Json;
using McpSkillGen.Schema.Model;

namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>
/// Builds the emitted records from JSON as a careful caller would, member by member, and spells emitted results as JSON. It
/// is strict: what a type cannot say throws <see cref="DoesNotFitException"/>.
/// </summary>
/// <param name="container">The tool's record, which the others are nested in.</param>
/// <param name="declarations">What the types are, as the generator read them.</param>
internal sealed class TypedValues(Type container, IEnumerable<TypeDeclaration> declarations)
{
    private readonly Dictionary<string, TypeDeclaration> _declarations = declarations.ToDictionary(static type => type.Name, StringComparer.Ordinal);

    public object? Build(TypeModel type, JsonElement json) => (type, json.ValueKind) switch
    {
        (TypeModel.Json, _) => json,
        ({ IsNullable: true }, JsonValueKind.Null) => null,
        (TypeModel.Text, JsonValueKind.String) => json.GetString(),
        (TypeModel.Enum, JsonValueKind.String) => Activator.CreateInstance(ClrOf(type with { IsNullable = false }), json.GetString()),
        (TypeModel.Integer { IsUnsigned: true }, JsonValueKind.Number) when json.TryGetUInt64(out var value) => value,
        (TypeModel.Integer { IsUnsigned: false }, JsonValueKind.Number) when json.TryGetInt64(out var value) => value,
        (TypeModel.Number { IsDecimal: true }, JsonValueKind.Number) => json.GetDecimal(),
        (TypeModel.Number, JsonValueKind.Number) => json.GetDouble(),
        (TypeModel.Boolean, JsonValueKind.True or JsonValueKind.False) => json.GetBoolean(),
        (TypeModel.List list, JsonValueKind.Array) => BuildList(list, json),
        (TypeModel.Map map, JsonValueKind.Object) => BuildMap(map.Value, json.EnumerateObject()),
        (TypeModel.Object record, JsonValueKind.Object) => BuildRecord(record, json),
        (TypeModel.Union union, _) => BuildUnion(union, json),
        _ => throw new DoesNotFitException($"{json.ValueKind} is no {type}"),
    };

    public string Spell(TypeModel type, object? value) => (type, value) switch
    {
        (_, null) => "null",
        (TypeModel.List list, IEnumerable items) => $"[{string.Join(',', items.Cast<object?>().Select(item => Spell(list.Item, item)))}]",
        (TypeModel.Map map, IEnumerable entries) => $"{{{string.Join(',', Entries(map.Value, entries))}}}",
        (TypeModel.Enum, _) => JsonSerializer.Serialize(value.ToString()),
        (TypeModel.Object record, _) => $"{{{string.Join(',', Members((ObjectDeclaration)_declarations[record.Name], value))}}}",
        (TypeModel.Union union, _) => Spell(
            ((UnionDeclaration)_declarations[union.Name]).Cases.FirstOrDefault(one => one.Name == value.GetType().Name)?.Type ?? new TypeModel.Json(),
            value.GetType().GetProperty("Value")!.GetValue(value)),
        _ => JsonSerializer.Serialize(value),
    };

    private Type ClrOf(TypeModel type)
    {
        var clr = type switch
        {
            TypeModel.Text => typeof(string),
            TypeModel.Integer integer => integer.IsUnsigned ? typeof(ulong) : typeof(long),
            TypeModel.Number number => number.IsDecimal ? typeof(decimal) : typeof(double),
            TypeModel.Boolean => typeof(bool),
            TypeModel.List list => typeof(IReadOnlyList<>).MakeGenericType(ClrOf(list.Item)),
            TypeModel.Map map => typeof(IReadOnlyDictionary<,>).MakeGenericType(typeof(string), ClrOf(map.Value)),
            TypeModel.Named named => named.Name == container.Name ? container : container.GetNestedType(named.Name)!,
            _ => typeof(JsonElement),
        };
        return type.IsNullable && clr.IsValueType ? typeof(Nullable<>).MakeGenericType(clr) : clr;
    }

    private Array BuildList(TypeModel.List list, JsonElement json)
    {
        var items = json.EnumerateArray().Select(item => Build(list.Item, item)).ToList();
        var array = Array.CreateInstance(ClrOf(list.Item), items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            array.SetValue(items[i], i);
        }

        return array;
    }

    private IDictionary BuildMap(TypeModel type, IEnumerable<JsonProperty> entries)
    {
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), ClrOf(type)))!;
        foreach (var entry in entries)
        {
            map[entry.Name] = Build(type, entry.Value);
        }

        return map;
    }

    private object BuildRecord(TypeModel.Object type, JsonElement json)
    {
        var declaration = (ObjectDeclaration)_declarations[type.Name];
        var record = Activator.CreateInstance(ClrOf(type with { IsNullable = false }))!;
        var others = json.EnumerateObject().ToDictionary(static member => member.Name, StringComparer.Ordinal);
        foreach (var property in declaration.Properties)
        {
            if (others.Remove(property.WireName, out var member))
            {
                Set(record, property, Build(property.Type, member.Value));
            }
            else if (property.Presence is Presence.Required or Presence.Constant)
            {
                throw new DoesNotFitException($"{property.WireName} is missing");
            }
        }

        if (others.Count > 0)
        {
            var place = declaration.Others ?? throw new DoesNotFitException($"there is no member for {others.Keys.First()}");
            record.GetType().GetProperty(place.Name)!.SetValue(record, BuildMap(place.Value, others.Values));
        }

        return record;
    }

    private static void Set(object record, PropertyModel property, object? value)
    {
        if (property.Constant is { } constant
            && !string.Equals(
                constant,
                Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
                StringComparison.OrdinalIgnoreCase))
        {
            throw new DoesNotFitException($"{property.WireName} is always {constant}");
        }

        // A constant is there by itself: left alone, so that the test sees that it is.
        if (property.Constant is null)
        {
            var member = record.GetType().GetProperty(property.Name)!;
            member.SetValue(record, property.Presence is Presence.Optional ? Activator.CreateInstance(member.PropertyType, value) : value);
        }
    }

    private object BuildUnion(TypeModel.Union type, JsonElement json)
    {
        var clr = ClrOf(type with { IsNullable = false });
        foreach (var one in ((UnionDeclaration)_declarations[type.Name]).Cases)
        {
            try
            {
                return Activator.CreateInstance(clr.GetNestedType(one.Name)!, Build(one.Type, json))!;
            }
            catch (DoesNotFitException)
            {
                // Another case will.
            }
        }

        return Activator.CreateInstance(clr.GetNestedType("Json")!, json)!;
    }

    private IEnumerable<string> Members(ObjectDeclaration declaration, object record)
    {
        foreach (var property in declaration.Properties)
        {
            if (record.GetType().GetProperty(property.Name)!.GetValue(record) is { } value)
            {
                yield return $"{JsonSerializer.Serialize(property.WireName)}:{Spell(property.Type, value)}";
            }
        }

        if (declaration.Others is { } others && record.GetType().GetProperty(others.Name)!.GetValue(record) is IEnumerable rest)
        {
            foreach (var entry in Entries(others.Value, rest))
            {
                yield return entry;
            }
        }
    }

    private IEnumerable<string> Entries(TypeModel type, IEnumerable map)
    {
        foreach (var entry in map)
        {
            var (key, value) = (entry.GetType().GetProperty("Key")!.GetValue(entry), entry.GetType().GetProperty("Value")!.GetValue(entry));
            yield return $"{JsonSerializer.Serialize((string)key!)}:{Spell(type, value)}";
        }
    }
}

internal sealed class DoesNotFitException(string message) : Exception(message);
