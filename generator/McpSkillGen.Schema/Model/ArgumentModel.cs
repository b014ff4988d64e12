namespace McpSkillGen.Schema.Model;

/// <summary>How an argument's text becomes JSON; the runtime's enum of the same name.</summary>
internal enum ArgumentKind
{
    Json,
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

/// <summary>One argument on the command line; the runtime's <c>ArgumentDefinition</c>, member by member.</summary>
internal sealed record ArgumentModel(string WireName, string FlagName, ArgumentKind Kind)
{
    public bool IsRequired { get; init; }

    /// <summary>The schema's words; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The only texts allowed, for a string enum; empty means any.</summary>
    public EquatableArray<string> AllowedValues { get; init; }

    /// <summary>The schema's default as minified JSON.</summary>
    public string? DefaultJson { get; init; }

    /// <summary>What one item of an array is.</summary>
    public ArgumentModel? Item { get; init; }

    /// <summary>The properties of an object; empty where it may have any.</summary>
    public EquatableArray<ArgumentModel> Properties { get; init; }
}
