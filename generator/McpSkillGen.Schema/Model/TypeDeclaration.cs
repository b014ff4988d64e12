namespace McpSkillGen.Schema.Model;

/// <summary>A type that a tool's arguments need.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Pointer">The value that is of it, as in <c>filter.tags[]</c>; empty for the arguments themselves.</param>
/// <param name="Description">The schema's words; may be empty.</param>
internal abstract record TypeDeclaration(string Name, string Pointer, string Description);

/// <summary>A record: required properties first, otherwise in the server's order.</summary>
internal sealed record ObjectDeclaration(string Name, string Pointer, string Description, EquatableArray<PropertyModel> Properties)
    : TypeDeclaration(Name, Pointer, Description);

/// <summary>A string-backed open enum: the values that the server lists have names, others are sent as they are.</summary>
internal sealed record EnumDeclaration(string Name, string Pointer, string Description, EquatableArray<EnumMember> Members)
    : TypeDeclaration(Name, Pointer, Description);

/// <summary>Arguments of which the server says only that they are a JSON object.</summary>
internal sealed record AnyObjectDeclaration(string Name, string Description)
    : TypeDeclaration(Name, "", Description);

internal sealed record EnumMember(string WireValue, string Name);
