namespace McpSkillGen.Schema.Model;

/// <summary>The typed result of a tool.</summary>
/// <param name="Container">The type that all others are nested in: the result's record, or else a class just for that.</param>
/// <param name="Type">The result's type; usually the container.</param>
/// <param name="Description">From the schema; may be empty.</param>
/// <param name="Root">The result's record; null if the result is not an object.</param>
/// <param name="Nested">The types of its properties.</param>
internal sealed record ResultModel(
    string Container, TypeModel Type, string Description, ObjectDeclaration? Root, EquatableArray<TypeDeclaration> Nested);
