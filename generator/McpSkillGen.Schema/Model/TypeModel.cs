namespace McpSkillGen.Schema.Model;

/// <summary>The C# type of a value. Types with names are referred to by name, so that a type may refer to itself.</summary>
internal abstract record TypeModel
{
    /// <summary>Whether JSON null is one of its values. Absence is the property's matter, not the type's.</summary>
    public bool IsNullable { get; init; }

    public sealed record Text : TypeModel;

    public sealed record Integer : TypeModel;

    public sealed record Number : TypeModel;

    public sealed record Boolean : TypeModel;

    /// <summary>Any JSON value, null included: the fallback for what no C# type says.</summary>
    public sealed record Json : TypeModel;

    public sealed record List(TypeModel Item) : TypeModel;

    /// <summary>An <see cref="EnumDeclaration"/> of the same tool.</summary>
    public sealed record Enum(string Name) : TypeModel;

    /// <summary>An <see cref="ObjectDeclaration"/> of the same tool.</summary>
    public sealed record Object(string Name) : TypeModel;
}
