using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Schema.Model;

namespace McpSkillGen.Cli.Planning;

/// <summary>Types and values of one tool as C# spells them outside the tool's records, with the names that the generator makes.</summary>
/// <param name="container">The record that the types are nested in.</param>
/// <param name="declarations">The record, and the types nested in it.</param>
internal sealed class CodeText(string container, IEnumerable<TypeDeclaration> declarations)
{
    private const string Parse = "JsonElement.Parse";

    private readonly Dictionary<string, TypeDeclaration> _declarations = declarations.ToDictionary(static one => one.Name, StringComparer.Ordinal);

    public string TypeOf(TypeModel type)
    {
        var name = type switch
        {
            TypeModel.Text => "string",
            TypeModel.Integer integer => integer.IsUnsigned ? "ulong" : "long",
            TypeModel.Number number => number.IsDecimal ? "decimal" : "double",
            TypeModel.Boolean => "bool",
            TypeModel.List list => $"IReadOnlyList<{TypeOf(list.Item)}>",
            TypeModel.Map map => $"IReadOnlyDictionary<string, {TypeOf(map.Value)}>",
            TypeModel.Named named => NameOf(named.Name),
            _ => "JsonElement",
        };
        return type.IsNullable ? name + "?" : name;
    }

    public string NameOf(string declaration) => declaration == container ? container : $"{container}.{declaration}";

    /// <summary>An expression for a value that the schema allows; it compiles whatever the value is.</summary>
    public string Value(JsonNode? value, TypeModel type) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ({ IsNullable: true }, JsonValueKind.Null) => "null",
        (TypeModel.Text, JsonValueKind.String) => Quoted((string)value!),
        (TypeModel.Text, _) => Quoted(value?.ToJsonString() ?? ""),
        (TypeModel.Integer integer, JsonValueKind.Number) => Integer(value!.ToJsonString(), integer.IsUnsigned),
        (TypeModel.Number number, JsonValueKind.Number) => value!.ToJsonString() + (number.IsDecimal ? "m" : "d"),
        (TypeModel.Integer or TypeModel.Number, _) => "0",
        (TypeModel.Boolean, var kind) => kind is JsonValueKind.True ? "true" : "false",
        (TypeModel.List list, JsonValueKind.Array) => $"[{string.Join(", ", value!.AsArray().Select(item => Value(item, list.Item)))}]",
        (TypeModel.List, _) => "[]",
        (TypeModel.Map map, JsonValueKind.Object) => Map(value!.AsObject(), map),
        (TypeModel.Map map, _) => Map([], map),
        (TypeModel.Named named, _) => Named(value, named.Name),
        _ => Json(value),
    };

    /// <summary>What stands in the braces of an object's initializer.</summary>
    public IEnumerable<string> Members(JsonObject value, ObjectDeclaration record, IReadOnlyDictionary<string, string> given) => record.Properties
        .Where(static property => property.Presence is not Presence.Constant)
        .Where(property => property.Presence is Presence.Required || value.ContainsKey(property.WireName))
        .Select(property => $"{property.Name} = {given.GetValueOrDefault(property.WireName) ?? Member(value[property.WireName], property)}");

    /// <summary>A literal in one line. What cannot be seen, and what a page or a shell could take for its own, is escaped.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || (c is >= ' ' and <= '~' and not ('"' or '\\' or '`' or '<' or '>')))
            {
                quoted.Append(c);
            }
            else
            {
                quoted.Append(c is '"' or '\\' ? $"\\{c}" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
            }
        }

        return quoted.Append('"').ToString();
    }

    private string Member(JsonNode? value, PropertyModel property) =>
        property.Presence is Presence.Optional ? $"new({Value(value, property.Type)})" : Value(value, property.Type);

    private string Named(JsonNode? value, string name) => _declarations.GetValueOrDefault(name) switch
    {
        EnumDeclaration choice => Choice((value as JsonValue)?.ToString() ?? "", choice),
        UnionDeclaration union => Union(value, union),
        ObjectDeclaration record when value is JsonObject members => New(members, record),
        ObjectDeclaration record => New([], record),
        _ => "new()",
    };

    private string New(JsonObject value, ObjectDeclaration record) =>
        string.Join(", ", Members(value, record, new Dictionary<string, string>())) is { Length: > 0 } members ? $"new() {{ {members} }}" : "new()";

    private string Choice(string value, EnumDeclaration choice) =>
        choice.Members.FirstOrDefault(member => member.WireValue == value) is { } member ? $"{NameOf(choice.Name)}.{member.Name}" : Quoted(value);

    private string Union(JsonNode? value, UnionDeclaration union)
    {
        var fitting = union.Cases.FirstOrDefault(one => Fits(value, one));
        return fitting switch
        {
            null => $"new {NameOf(union.Name)}.Json({Json(value)})",
            { Type: TypeModel.Text } => Value(value, fitting.Type),
            _ => $"new {NameOf(union.Name)}.{fitting.Name}({Value(value, fitting.Type)})",
        };
    }

    private static bool Fits(JsonNode? value, UnionCase one) => (one.Type, value?.GetValueKind()) switch
    {
        (TypeModel.Text or TypeModel.Enum, JsonValueKind.String) => true,
        (TypeModel.Integer or TypeModel.Number, JsonValueKind.Number) => true,
        (TypeModel.Boolean, JsonValueKind.True or JsonValueKind.False) => true,
        (TypeModel.List, JsonValueKind.Array) => true,
        (TypeModel.Map, JsonValueKind.Object) => true,
        (TypeModel.Object, JsonValueKind.Object) =>
            one.RequiredProperties.All(value!.AsObject().ContainsKey) && one.Constants.All(constant => value[constant.WireName]?.ToString() == constant.Value),
        _ => false,
    };

    private string Map(JsonObject value, TypeModel.Map map)
    {
        var items = string.Join(", ", value.Select(item => $"[{Quoted(item.Key)}] = {Value(item.Value, map.Value)}"));
        return $"new Dictionary<string, {TypeOf(map.Value)}>" + (items.Length > 0 ? $" {{ {items} }}" : "()");
    }

    private static string Json(JsonNode? value) => $"{Parse}({Quoted(value?.ToJsonString() ?? "null")})";

    private static string Integer(string digits, bool isUnsigned) =>
        decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && (isUnsigned ? number is >= 0 and <= ulong.MaxValue : number is >= long.MinValue and <= long.MaxValue)
            ? decimal.Truncate(number).ToString(CultureInfo.InvariantCulture)
            : "0";
}
