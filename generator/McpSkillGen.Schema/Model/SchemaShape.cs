using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Model;

/// <summary>
/// What a JSON Schema means, in terms of C# types and command-line flags. Both use the same reader, so they cannot read a schema
/// differently. What it does not recognise is <see cref="Untyped"/>, with a reason.
/// </summary>
internal abstract record SchemaShape
{
    /// <summary>Whether JSON null is also allowed.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether several alternatives have this shape. Then the limits of one do not apply to the others.</summary>
    public bool HasVariants { get; init; }

    /// <summary>The schema after its references were followed: the same for everything that refers to it.</summary>
    public JsonNode? Source { get; init; }

    /// <summary>The name of the schema's definition; null if it is defined where it is used.</summary>
    public string? DefinitionName { get; init; }

    /// <summary>Its description, for places without a more specific one; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The only value, if there is only one.</summary>
    public JsonNode? Constant { get; init; }

    public sealed record Text : SchemaShape;

    public sealed record Integer(IntegerRange Range = IntegerRange.Signed) : SchemaShape;

    /// <summary>A number; <c>IsDecimal</c> if it has decimal steps, which binary fractions cannot represent.</summary>
    public sealed record Number(bool IsDecimal = false) : SchemaShape;

    public sealed record Boolean : SchemaShape;

    /// <summary>One of several strings; <c>IsOpen</c> if they are proposals, and any other is allowed.</summary>
    public sealed record Choice(IReadOnlyList<ChoiceValue> Listed, bool IsOpen = false) : SchemaShape
    {
        public IEnumerable<string> Values => Listed.Select(static value => value.Text);
    }

    /// <summary>An array; <c>ItemSchema</c> is null if the items may be anything.</summary>
    public sealed record List(JsonNode? ItemSchema) : SchemaShape;

    /// <summary>An object with any property names.</summary>
    public sealed record Map(JsonNode ValueSchema) : SchemaShape;

    /// <summary>An object with listed properties, required ones first; <c>OtherSchema</c> is null if it says nothing about others.</summary>
    public sealed record Fields(IReadOnlyList<Field> Listed, JsonNode? OtherSchema) : SchemaShape
    {
        /// <summary>Whether the schema lists the only names that properties may have.</summary>
        public bool HasOnlyTheseNames { get; init; }
    }

    /// <summary>One of several shapes, at least two. References among them are not followed yet.</summary>
    public sealed record Union(IReadOnlyList<JsonNode> Alternatives) : SchemaShape;

    /// <summary>Any value, as the schema says.</summary>
    public sealed record Any : SchemaShape;

    /// <summary>Any object, as the schema says.</summary>
    public sealed record AnyObject : SchemaShape;

    /// <summary>The schema says more than this model can express. <c>Reason</c> follows "its value is any JSON: ".</summary>
    public sealed record Untyped(string Reason, bool IsObject = false) : SchemaShape
    {
        public ProblemKind Problem { get; init; } = ProblemKind.UntypedSchema;

        /// <summary>Where the cause is, if it is narrower than the whole value.</summary>
        public JsonSpan? Span { get; init; }
    }
}

/// <summary>A listed string, with its description.</summary>
internal sealed record ChoiceValue(string Text, string Description);

/// <summary>A property, and whether the object must have it.</summary>
internal sealed record Field(JsonProperty Property, bool IsRequired)
{
    public string WireName => Property.Name;

    public JsonNode Schema => Property.Value;
}

/// <summary>The range of a schema's integers.</summary>
internal enum IntegerRange
{
    /// <summary>Within 64 bits, signed. Nearly all schemas mean this.</summary>
    Signed,

    /// <summary>Within 64 bits, unsigned.</summary>
    Unsigned,

    /// <summary>The schema explicitly allows more than 64 bits.</summary>
    Beyond64Bits,
}
