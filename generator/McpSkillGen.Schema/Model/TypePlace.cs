using McpSkillGen.Schema.Json;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Model;

/// <summary>Where in a tool's schema a type is needed.</summary>
/// <param name="Path">The C# names of the properties that lead there.</param>
/// <param name="Suffix">What the name of a nested type has after them: "Value", or "Item" for one of many.</param>
/// <param name="Pointer">The same for people: <c>filter.tags[]</c>.</param>
/// <param name="At">The nearest name in the catalog.</param>
/// <param name="Depth">How many schemas are around it.</param>
internal sealed record TypePlace(IReadOnlyList<string> Path, string Suffix, string Pointer, JsonSpan At, int Depth)
{
    /// <summary>What a type here may be called, the best first.</summary>
    public IEnumerable<string> Names => NestedName.Of(Path, Suffix);

    public TypePlace Within(string name, string wireName) => this with
    {
        Path = [.. Path, name],
        Suffix = "Value",
        Pointer = Pointer is "" ? wireName : $"{Pointer}.{wireName}",
        Depth = Depth + 1,
    };

    public TypePlace Item(string mark) => this with { Suffix = "Item", Pointer = Pointer + mark, Depth = Depth + 1 };

    /// <summary>One of several alternatives for the same value.</summary>
    public TypePlace Alternative(string name) => this with { Path = [.. Path, name], Suffix = "", Depth = Depth + 1 };
}
