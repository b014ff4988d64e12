namespace McpSkillGen.Schema.Model;

/// <summary>A type that a tool's arguments or result need.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Pointer">The value that is of it, as in <c>filter.tags[]</c>; empty for the arguments themselves.</param>
/// <param name="Description">The schema's words; may be empty.</param>
internal abstract record TypeDeclaration(string Name, string Pointer, string Description);

/// <summary>A record: required properties first, otherwise in the server's order.</summary>
internal sealed record ObjectDeclaration(string Name, string Pointer, string Description, EquatableArray<PropertyModel> Properties)
    : TypeDeclaration(Name, Pointer, Description)
{
    /// <summary>What the schema allows beside its properties; null where it says nothing of others.</summary>
    public OthersModel? Others { get; init; }
}

/// <summary>The member that holds the properties which the schema allows and does not name.</summary>
internal sealed record OthersModel(string Name, TypeModel Value);

/// <summary>A string-backed open enum: the values that the server lists have names, others are sent as they are.</summary>
internal sealed record EnumDeclaration(string Name, string Pointer, string Description, EquatableArray<EnumMember> Members)
    : TypeDeclaration(Name, Pointer, Description);

/// <summary>A value of one of several types: a closed hierarchy, and any other JSON beside.</summary>
internal sealed record UnionDeclaration(string Name, string Pointer, string Description, EquatableArray<UnionCase> Cases)
    : TypeDeclaration(Name, Pointer, Description);

/// <summary>Arguments of which the server says only that they are a JSON object.</summary>
internal sealed record AnyObjectDeclaration(string Name, string Description)
    : TypeDeclaration(Name, "", Description);

internal sealed record EnumMember(string WireValue, string Name, string Description);

/// <summary>One of a union's types, and how a value is known to be of it.</summary>
/// <param name="Name">The case's name in C#.</param>
/// <param name="Type">What it holds; never null.</param>
internal sealed record UnionCase(string Name, TypeModel Type)
{
    /// <summary>Of an object: the properties that it must have.</summary>
    public EquatableArray<string> RequiredProperties { get; init; }

    /// <summary>Of an object: the properties that have one value only.</summary>
    public EquatableArray<ConstantProperty> Constants { get; init; }

    /// <summary>Whether another case is of the same JSON type, and only reading tells which it is.</summary>
    public bool IsAmbiguous { get; init; }
}

internal sealed record ConstantProperty(string WireName, string Value);
