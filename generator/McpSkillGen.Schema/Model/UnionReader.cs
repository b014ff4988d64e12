using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Model;

/// <summary>Reads the cases of a union: their names, and how to recognise their values.</summary>
/// <param name="shapes">Recognises the alternatives.</param>
/// <param name="readType">Reads the type of one of them.</param>
/// <param name="rootName">The type that all are nested in.</param>
internal sealed class UnionReader(SchemaShapeReader shapes, Func<JsonNode, TypePlace, TypeModel> readType, string rootName)
{
    private const int MaxTitleLength = 40;

    public UnionDeclaration Read(SchemaShape.Union union, string name, TypePlace place)
    {
        var alternatives = union.Alternatives.Select(schema => (Schema: schema, Shape: shapes.Read(schema))).ToList();
        var objects = alternatives.Select(static found => found.Shape).OfType<SchemaShape.Fields>().ToList();
        var found = alternatives
            .Select(alternative =>
            {
                var stem = StemOf(alternative.Schema, alternative.Shape, objects);
                return (Stem: stem, Type: readType(alternative.Schema, place.Alternative(stem)) with { IsNullable = false }, alternative.Shape);
            })
            .Where(static alternative => alternative.Type is not TypeModel.Json)
            .GroupBy(static alternative => alternative.Type).Select(static same => same.First())
            .ToList();
        var names = CSharpName.UnionCases(found.Select(alternative => NameOf(alternative.Type, alternative.Stem)), name, rootName);
        var cases = found.Select((alternative, i) => new UnionCase(names[i], alternative.Type)
        {
            RequiredProperties = Required(alternative.Shape).ToEquatableArray(),
            Constants = Constants(alternative.Shape).ToEquatableArray(),
            IsAmbiguous = found.Exists(other => other.Type != alternative.Type && IsSameKind(other.Type, alternative.Type) && !Constants(other.Shape).Any()),
        });
        return new UnionDeclaration(name, place.Pointer, union.Description, cases.ToEquatableArray());
    }

    // Objects are named for what tells them apart: their title, a property's only value, or a property's presence.
    private string StemOf(JsonNode schema, SchemaShape shape, List<SchemaShape.Fields> objects)
    {
        if (shape is not SchemaShape.Fields fields)
        {
            return StemOf(shape);
        }

        if (fields.DefinitionName is { Length: > 0 } definition)
        {
            return CSharpName.Identifier(definition);
        }

        if (((schema as JsonObject)?["title"] ?? (fields.Source as JsonObject)?["title"]) is JsonString { Value: { Length: > 0 and <= MaxTitleLength } title })
        {
            return CSharpName.Identifier(title);
        }

        if (Constants(fields).FirstOrDefault() is { } constant)
        {
            return CSharpName.Identifier(constant.Value);
        }

        var others = objects.Where(other => other != fields).ToList();
        var own = fields.Listed.FirstOrDefault(field => others.TrueForAll(other => other.Listed.All(theirs => theirs.WireName != field.WireName)));
        return own is null || others.Count == 0 ? "Object" : CSharpName.Identifier(own.WireName);
    }

    private static string StemOf(SchemaShape shape) => shape switch
    {
        SchemaShape.List => "List",
        SchemaShape.Map => "Map",
        SchemaShape.Choice => "Text",
        _ => "Other",
    };

    private static string NameOf(TypeModel type, string stem) => type switch
    {
        TypeModel.Text or TypeModel.Enum => "Text",
        TypeModel.Integer => "Integer",
        TypeModel.Number => "Number",
        TypeModel.Boolean => "Boolean",
        TypeModel.List list => NameOf(list.Item, "") + "List",
        TypeModel.Map => "Map",
        TypeModel.Json => "",
        TypeModel.Named named when stem is "" => named.Name,
        _ => stem,
    };

    private static IEnumerable<string> Required(SchemaShape shape) => shape is SchemaShape.Fields fields
        ? fields.Listed.Where(static field => field.IsRequired).Select(static field => field.WireName)
        : [];

    private IEnumerable<ConstantProperty> Constants(SchemaShape shape)
    {
        foreach (var field in (shape as SchemaShape.Fields)?.Listed ?? [])
        {
            if (field.IsRequired && shapes.Read(field.Schema) is SchemaShape.Choice { Constant: JsonString constant, IsNullable: false })
            {
                yield return new ConstantProperty(field.WireName, constant.Value);
            }
        }
    }

    // The kinds of JSON: an integer is a number, and a map is an object.
    private static bool IsSameKind(TypeModel a, TypeModel b) => KindOf(a) == KindOf(b);

    private static Type KindOf(TypeModel type) => type switch
    {
        TypeModel.Enum => typeof(TypeModel.Text),
        TypeModel.Integer => typeof(TypeModel.Number),
        TypeModel.Map => typeof(TypeModel.Object),
        _ => type.GetType(),
    };
}
