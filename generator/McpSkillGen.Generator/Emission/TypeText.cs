using McpSkillGen.Schema.Model;

namespace McpSkillGen.Generator.Emission;

/// <summary>Types as C# spells them.</summary>
internal static class TypeText
{
    /// <summary>What stands between "public" and a property's name.</summary>
    public static string OfProperty(PropertyModel property) => property.Presence switch
    {
        Presence.Required => "required " + Of(property.Type),
        Presence.Optional => $"{RuntimeTypes.Optional}<{Of(property.Type)}>",
        _ => Of(property.Type) + "?",
    };

    private static string Of(TypeModel type)
    {
        var name = type switch
        {
            TypeModel.Text => "string",
            TypeModel.Integer => "long",
            TypeModel.Number => "double",
            TypeModel.Boolean => "bool",
            TypeModel.List list => $"{RuntimeTypes.ReadOnlyList}<{Of(list.Item)}>",
            TypeModel.Enum choice => choice.Name,
            TypeModel.Object record => record.Name,
            _ => RuntimeTypes.JsonElement,
        };
        return type.IsNullable ? name + "?" : name;
    }
}
