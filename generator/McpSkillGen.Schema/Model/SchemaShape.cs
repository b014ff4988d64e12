using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Model;

/// <summary>
/// What a JSON Schema says, in the terms that C# types and command-line flags have. One recogniser for both, so that the two
/// cannot read a schema differently; what it does not recognise is <see cref="Untyped"/>, with a reason.
/// </summary>
internal abstract record SchemaShape
{
    /// <summary>Whether JSON null is allowed beside it.</summary>
    public bool IsNullable { get; init; }

    public sealed record Text : SchemaShape;

    public sealed record Integer : SchemaShape;

    public sealed record Number : SchemaShape;

    public sealed record Boolean : SchemaShape;

    /// <summary>One of several strings.</summary>
    public sealed record Choice(IReadOnlyList<string> Values) : SchemaShape;

    /// <summary>An array; <c>ItemSchema</c> is null where the items may be anything.</summary>
    public sealed record List(JsonNode? ItemSchema) : SchemaShape;

    /// <summary>An object with listed properties.</summary>
    public sealed record Fields(JsonObject Properties, JsonObject Schema) : SchemaShape;

    /// <summary>Any value, and the schema means it.</summary>
    public sealed record Any : SchemaShape;

    /// <summary>Any object, and the schema means it.</summary>
    public sealed record AnyObject : SchemaShape;

    /// <summary>The schema says more than this model can. <c>Reason</c> follows "its value is any JSON: ".</summary>
    public sealed record Untyped(string Reason, bool IsObject = false) : SchemaShape;
}
