namespace McpSkillGen.Runtime;

/// <summary>
/// One argument of a tool, or one property of an argument that is an object. What it asks of a value is checked before
/// any process is started; what JSON Schema can say beyond this is the server's to check.
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

    /// <summary>Whether JSON null is a value of it: the text <c>null</c> then means that.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The schema's description, if any.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The only values allowed (<c>enum</c>, <c>const</c>); empty means any. Of a <see cref="ArgumentKind.String"/> the
    /// texts themselves, of any other kind compact JSON.
    /// </summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>The schema's <c>default</c> as compact JSON, for <c>--help</c>; never sent.</summary>
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

    /// <summary>What a text must match somewhere.</summary>
    public TextPattern? Pattern { get; init; }

    /// <summary>How many items an array has at least.</summary>
    public int? MinItems { get; init; }

    /// <summary>How many items an array has at most.</summary>
    public int? MaxItems { get; init; }

    /// <summary>Whether no two items of an array may be equal.</summary>
    public bool HasUniqueItems { get; init; }

    /// <summary>For <see cref="ArgumentKind.Array"/>: what one item is. Its names repeat the array's.</summary>
    public ArgumentDefinition? Item { get; init; }

    /// <summary>For <see cref="ArgumentKind.Object"/>: its properties.</summary>
    public IReadOnlyList<ArgumentDefinition> Properties { get; init; } = [];

    /// <summary>
    /// For <see cref="ArgumentKind.Object"/>: what the value of a property is that <see cref="Properties"/> does not list.
    /// The flag then also takes <c>name=value</c>, repeated.
    /// </summary>
    public ArgumentDefinition? Value { get; init; }

    /// <summary>For <see cref="ArgumentKind.Object"/>: whether it has no properties but the listed ones.</summary>
    public bool IsClosed { get; init; }

    /// <summary>For <see cref="ArgumentKind.Json"/>: what the value may be, one of these; empty means anything.</summary>
    public IReadOnlyList<ArgumentDefinition> Alternatives { get; init; } = [];
}
