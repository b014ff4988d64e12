namespace McpSkillGen.Schema.Model;

/// <summary>How a property can be absent.</summary>
internal enum Presence
{
    /// <summary>It is always present.</summary>
    Required,

    /// <summary>It is always present, with only one value: <see cref="PropertyModel.Constant"/>.</summary>
    Constant,

    /// <summary>C# null means absent; the schema does not allow JSON null.</summary>
    NullWhenAbsent,

    /// <summary>Absent and JSON null differ: <c>Optional&lt;T?&gt;</c>.</summary>
    Optional,
}

/// <summary>One property of a record.</summary>
/// <param name="WireName">Its name in JSON.</param>
/// <param name="Name">Its name in C#.</param>
/// <param name="Description">From the schema; may be empty.</param>
/// <param name="Type">Its type when it is present.</param>
/// <param name="Presence">Whether and how it may be absent.</param>
/// <param name="DefaultJson">What the server assumes when it is absent, as minified JSON.</param>
internal sealed record PropertyModel(
    string WireName, string Name, string Description, TypeModel Type, Presence Presence, string? DefaultJson)
{
    /// <summary>The only value: a string as it is, anything else as JSON.</summary>
    public string? Constant { get; init; }
}
