namespace McpSkillGen.Schema.Model;

/// <summary>One argument on the command line, with the same members as the runtime's <c>ArgumentDefinition</c>.</summary>
internal sealed record ArgumentModel(string WireName, string FlagName, ArgumentKind Kind)
{
    public bool IsRequired { get; init; }

    /// <summary>The schema's words; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether JSON null is a value of it.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The only values allowed; empty means any. Texts for a string, minified JSON for anything else.</summary>
    public EquatableArray<string> AllowedValues { get; init; }

    /// <summary>The schema's default as minified JSON.</summary>
    public string? DefaultJson { get; init; }

    /// <summary>What is asked of a value beyond its type.</summary>
    public ArgumentLimits Limits { get; init; } = ArgumentLimits.None;

    /// <summary>What one item of an array is.</summary>
    public ArgumentModel? Item { get; init; }

    /// <summary>The properties of an object; empty if it may have any.</summary>
    public EquatableArray<ArgumentModel> Properties { get; init; }

    /// <summary>What a property of an object is that <see cref="Properties"/> does not list.</summary>
    public ArgumentModel? Value { get; init; }

    /// <summary>Whether an object has no properties but the listed ones.</summary>
    public bool IsClosed { get; init; }

    /// <summary>What a value of several types may be, one of these.</summary>
    public EquatableArray<ArgumentModel> Alternatives { get; init; }
}
