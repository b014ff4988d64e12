namespace McpSkillGen.Schema.Model;

/// <summary>
/// How much of a schema is read. Schemas of people stay far below; what a machine made, or a hostile server, may have no end. What is
/// beyond is reported, and the server checks it.
/// </summary>
internal static class SchemaBounds
{
    /// <summary>The properties of one object. C# compilers slow down with the square of a record's members.</summary>
    public const int MaxProperties = 500;

    /// <summary>The listed values of one text or number.</summary>
    public const int MaxValues = 1000;

    /// <summary>The levels of objects, lists and alternatives in each other.</summary>
    public const int MaxDepth = 16;

    /// <summary>The values that one tool's arguments have in all, each with its check.</summary>
    public const int MaxArguments = 1500;

    /// <summary>The levels of types in each other.</summary>
    public const int MaxTypeDepth = 24;

    /// <summary>The types that one tool's arguments or results have in all.</summary>
    public const int MaxTypes = 500;
}
