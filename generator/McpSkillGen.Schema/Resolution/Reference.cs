using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Resolution;

/// <summary>Where a <c>$ref</c> leads.</summary>
internal abstract record Reference
{
    /// <summary>To a schema. <c>Name</c> is the definition's key or anchor; may be empty.</summary>
    public sealed record Found(JsonNode Schema, string Name) : Reference;

    /// <summary>To no place in the document.</summary>
    public sealed record Nowhere : Reference;

    /// <summary>To another document, which is never fetched: a build only reads what is committed.</summary>
    public sealed record OtherDocument : Reference;
}
