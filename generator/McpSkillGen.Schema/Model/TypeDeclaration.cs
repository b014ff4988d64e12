namespace McpSkillGen.Schema.Model;

/// <summary>A type that a tool's arguments or result need.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Pointer">The value that has this type, such as <c>filter.tags[]</c>; empty for the arguments themselves.</param>
/// <param name="Description">From the schema; may be empty.</param>
internal abstract record TypeDeclaration(string Name, string Pointer, string Description);

/// <summary>A record: required properties first, otherwise in the server's order.</summary>
internal sealed record ObjectDeclaration(string Name, string Pointer, string Description, EquatableArray<PropertyModel> Properties)
    : TypeDeclaration(Name, Pointer, Description)
{
    /// <summary>Other properties that the schema allows; null if it says nothing about others.</summary>
    public OthersModel? Others { get; init; }
}

/// <summary>The member for properties that the schema allows without naming them.</summary>
internal sealed record OthersModel(string Name, TypeModel Value);

/// <summary>A string-backed open enum: listed values have names, others are sent as they are.</summary>
internal sealed record EnumDeclaration(string Name, string Pointer, string Description, EquatableArray<EnumMember> Members)
    : TypeDeclaration(Name, Pointer, Description);

/// <summary>A value of one of several types: a closed hierarchy, with a case for any other JSON.</summary>
internal sealed record UnionDeclaration(string Name, string Pointer, string Description, EquatableArray<UnionCase> Cases)
    : TypeDeclaration(Name, Pointer, Description);

/// <summary>Arguments that the server only describes as a JSON object.</summary>
internal sealed record AnyObjectDeclaration(string Name, string Description)
    : TypeDeclaration(Name, "", Description);

internal sealed record EnumMember(string WireValue, string Name, string Description);

/// <summary>One of a union's types, and how to recognise its values.</summary>
/// <param name="Name">The case's name in C#.</param>
/// <param name="Type">What it holds; never null.</param>
internal sealed record UnionCase(string Name, TypeModel Type)
{
    /// <summary>For an object: its required properties.</summary>
    public EquatableArray<string> RequiredProperties { get; init; }

    /// <summary>For an object: properties with only one value.</summary>
    public EquatableArray<ConstantProperty> Constants { get; init; }

    /// <summary>Whether another case has the same JSON type, so that only reading tells which it is.</summary>
    public bool IsAmbiguous { get; init; }
}

internal sealed record ConstantProperty(string WireName, string Value);
