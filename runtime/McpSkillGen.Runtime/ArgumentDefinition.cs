namespace McpSkillGen.Runtime;

/// <summary>
/// One argument of a tool, or one property of an argument that is an object. Values are checked
/// against it before any process is started. Whatever else JSON Schema can say is left to the server.
/// </summary>
public sealed class ArgumentDefinition
{
    /// <summary>The property's name in JSON.</summary>
    public required string WireName { get; init; }

    /// <summary>The flag's name without dashes, kebab-case; for a nested property only its own part.</summary>
    public required string FlagName { get; init; }

    /// <summary>How text becomes JSON.</summary>
    public required ArgumentKind Kind { get; init; }

    /// <summary>Whether the schema's <c>required</c> names it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether JSON null is allowed; the text <c>null</c> then means JSON null.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The schema's description, if any.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The only values allowed (<c>enum</c>, <c>const</c>); empty means any. Texts for an
    /// <see cref="ArgumentKind.String"/>, compact JSON for any other kind.
    /// </summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>The schema's <c>default</c> as compact JSON. Sent only for a required argument that is not given.</summary>
    public string? DefaultJson { get; init; }

    /// <summary>The schema's <c>format</c>, such as <c>date-time</c>: for people, never checked.</summary>
    public string? Format { get; init; }

    /// <summary>The least number allowed.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest number allowed.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether <see cref="Minimum"/> itself is too small.</summary>
    public bool IsMinimumExclusive { get; init; }

    /// <summary>Whether <see cref="Maximum"/> itself is too great.</summary>
    public bool IsMaximumExclusive { get; init; }

    /// <summary>What a number must be a multiple of; greater than 0.</summary>
    public double? MultipleOf { get; init; }

    /// <summary>The shortest text allowed, in Unicode code points.</summary>
    public int? MinLength { get; init; }

    /// <summary>The longest text allowed, in Unicode code points.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A pattern that a text must match somewhere.</summary>
    public TextPattern? Pattern { get; init; }

    /// <summary>The least number of items in an array.</summary>
    public int? MinItems { get; init; }

    /// <summary>The greatest number of items in an array.</summary>
    public int? MaxItems { get; init; }

    /// <summary>Whether no two items of an array may be equal.</summary>
    public bool HasUniqueItems { get; init; }

    /// <summary>For <see cref="ArgumentKind.Array"/>: what one item is. Its names repeat the array's.</summary>
    public ArgumentDefinition? Item { get; init; }

    /// <summary>For <see cref="ArgumentKind.Object"/>: its properties.</summary>
    public IReadOnlyList<ArgumentDefinition> Properties { get; init; } = [];

    /// <summary>
    /// For <see cref="ArgumentKind.Object"/>: the value of any property that <see cref="Properties"/> does not list.
    /// The flag then also takes <c>name=value</c>, repeated.
    /// </summary>
    public ArgumentDefinition? Value { get; init; }

    /// <summary>For <see cref="ArgumentKind.Object"/>: whether only the listed properties are allowed.</summary>
    public bool IsClosed { get; init; }

    /// <summary>For <see cref="ArgumentKind.Json"/>: what the value may be: one of these. Empty means anything.</summary>
    public IReadOnlyList<ArgumentDefinition> Alternatives { get; init; } = [];
}
