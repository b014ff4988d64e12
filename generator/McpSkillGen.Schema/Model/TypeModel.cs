namespace McpSkillGen.Schema.Model;

/// <summary>The C# type of a value. Named types are referred to by name, so that a type can refer to itself.</summary>
internal abstract record TypeModel
{
    /// <summary>Whether JSON null is one of its values. Absence belongs to the property, not to the type.</summary>
    public bool IsNullable { get; init; }

    public sealed record Text : TypeModel;

    /// <summary>An integer of 64 bits.</summary>
    public sealed record Integer(bool IsUnsigned = false) : TypeModel;

    /// <summary>A binary number, or a decimal one if the schema has decimal steps.</summary>
    public sealed record Number(bool IsDecimal = false) : TypeModel;

    public sealed record Boolean : TypeModel;

    /// <summary>Any JSON value, even null: the fallback for what no C# type can express.</summary>
    public sealed record Json : TypeModel;

    public sealed record List(TypeModel Item) : TypeModel;

    /// <summary>An object with any property names.</summary>
    public sealed record Map(TypeModel Value) : TypeModel;

    /// <summary>A type that a <see cref="TypeDeclaration"/> of the same tool declares.</summary>
    public abstract record Named(string Name) : TypeModel;

    public sealed record Enum(string Name) : Named(Name);

    public sealed record Object(string Name) : Named(Name);

    public sealed record Union(string Name) : Named(Name);
}
