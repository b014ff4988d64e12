using McpSkillGen.Schema.Model;

namespace McpSkillGen.Generator.Emission;

/// <summary>Types as C# spells them.</summary>
internal static class TypeText
{
    /// <summary>The text between "public" and a property's name.</summary>
    public static string OfProperty(PropertyModel property) => property.Presence switch
    {
        Presence.Required => "required " + Of(property.Type),
        Presence.Constant => Of(property.Type),
        Presence.Optional => $"{RuntimeTypes.Optional}<{Of(property.Type)}>",
        _ => Of(property.Type) + "?",
    };

    /// <param name="type">The type.</param>
    /// <param name="names">How to name types at this place; null if nothing hides them.</param>
    public static string Of(TypeModel type, TypeNames? names = null)
    {
        var name = type switch
        {
            TypeModel.Text => "string",
            TypeModel.Integer integer => integer.IsUnsigned ? "ulong" : "long",
            TypeModel.Number number => number.IsDecimal ? "decimal" : "double",
            TypeModel.Boolean => "bool",
            TypeModel.List list => $"{RuntimeTypes.ReadOnlyList}<{Of(list.Item, names)}>",
            TypeModel.Map map => $"{RuntimeTypes.ReadOnlyDictionary}<string, {Of(map.Value, names)}>",
            TypeModel.Named named => names?.Of(named.Name) ?? named.Name,
            _ => RuntimeTypes.JsonElement,
        };
        return type.IsNullable ? name + "?" : name;
    }
}
