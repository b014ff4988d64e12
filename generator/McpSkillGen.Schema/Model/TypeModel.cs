namespace McpSkillGen.Schema.Model;

/// <summary>The C# type of a value. Types with names are referred to by name, so that a type may refer to itself.</summary>
internal abstract record TypeModel
{
    /// <summary>Whether JSON null is one of its values. Absence is the property's matter, not the type's.</summary>
    public bool IsNullable { get; init; }

    public sealed record Text : TypeModel;

    /// <summary>An integer of 64 bits.</summary>
    public sealed record Integer(bool IsUnsigned = false) : TypeModel;

    /// <summary>A binary number, or a decimal one where the schema counts in decimal fractions.</summary>
    public sealed record Number(bool IsDecimal = false) : TypeModel;

    public sealed record Boolean : TypeModel;

    /// <summary>Any JSON value, null included: the fallback for what no C# type says.</summary>
    public sealed record Json : TypeModel;

    public sealed record List(TypeModel Item) : TypeModel;

    /// <summary>An object whose property names are free.</summary>
    public sealed record Map(TypeModel Value) : TypeModel;

    /// <summary>A type that a <see cref="TypeDeclaration"/> of the same tool declares.</summary>
    public abstract record Named(string Name) : TypeModel;

    public sealed record Enum(string Name) : Named(Name);

    public sealed record Object(string Name) : Named(Name);

    public sealed record Union(string Name) : Named(Name);
}
