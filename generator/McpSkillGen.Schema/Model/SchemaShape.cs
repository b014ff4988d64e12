using McpSkillGen.Schema.Catalog;
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

    /// <summary>Whether several alternatives come to it: what one of them asks beyond the type does not hold for the others.</summary>
    public bool HasVariants { get; init; }

    /// <summary>The schema that says so, after its references were followed: the same for all who refer to it.</summary>
    public JsonNode? Source { get; init; }

    /// <summary>What the schema is called where it is defined; null for one that stands where it is used.</summary>
    public string? DefinitionName { get; init; }

    /// <summary>What it says to people, for whoever has nothing nearer to say; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The only value, where there is but one.</summary>
    public JsonNode? Constant { get; init; }

    public sealed record Text : SchemaShape;

    public sealed record Integer(IntegerRange Range = IntegerRange.Signed) : SchemaShape;

    /// <summary>A number; <c>IsDecimal</c> where it is counted in decimal fractions, which binary ones cannot say.</summary>
    public sealed record Number(bool IsDecimal = false) : SchemaShape;

    public sealed record Boolean : SchemaShape;

    /// <summary>One of several strings; <c>IsOpen</c> where they are proposals, and any other is allowed.</summary>
    public sealed record Choice(IReadOnlyList<ChoiceValue> Listed, bool IsOpen = false) : SchemaShape
    {
        public IEnumerable<string> Values => Listed.Select(static value => value.Text);
    }

    /// <summary>An array; <c>ItemSchema</c> is null where the items may be anything.</summary>
    public sealed record List(JsonNode? ItemSchema) : SchemaShape;

    /// <summary>An object whose property names are free.</summary>
    public sealed record Map(JsonNode ValueSchema) : SchemaShape;

    /// <summary>An object with listed properties, required ones first; <c>OtherSchema</c> is null where it says nothing of others.</summary>
    public sealed record Fields(IReadOnlyList<Field> Listed, JsonNode? OtherSchema) : SchemaShape;

    /// <summary>One of several shapes, at least two; references among them are not followed yet.</summary>
    public sealed record Union(IReadOnlyList<JsonNode> Alternatives) : SchemaShape;

    /// <summary>Any value, and the schema means it.</summary>
    public sealed record Any : SchemaShape;

    /// <summary>Any object, and the schema means it.</summary>
    public sealed record AnyObject : SchemaShape;

    /// <summary>The schema says more than this model can. <c>Reason</c> follows "its value is any JSON: ".</summary>
    public sealed record Untyped(string Reason, bool IsObject = false) : SchemaShape
    {
        public ProblemKind Problem { get; init; } = ProblemKind.UntypedSchema;

        /// <summary>Where the cause is, if it is narrower than the whole value.</summary>
        public JsonSpan? Span { get; init; }
    }
}

/// <summary>A listed string, and what the server says of it.</summary>
internal sealed record ChoiceValue(string Text, string Description);

/// <summary>A property, and whether the object must have it.</summary>
internal sealed record Field(JsonProperty Property, bool IsRequired)
{
    public string WireName => Property.Name;

    public JsonNode Schema => Property.Value;
}

/// <summary>The integers that a schema asks for.</summary>
internal enum IntegerRange
{
    /// <summary>Within 64 bits, signed: what nearly all mean.</summary>
    Signed,

    /// <summary>Within 64 bits, unsigned.</summary>
    Unsigned,

    /// <summary>The schema allows more than 64 bits by its own word.</summary>
    Beyond64Bits,
}
