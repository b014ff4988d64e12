using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Model;

/// <summary>A skill as code: what is emitted, without a decision left to make.</summary>
/// <param name="Name">The skill's names.</param>
/// <param name="Namespace">Where its types go; a valid C# name.</param>
/// <param name="ServerTitle">The server as it names itself; may be empty.</param>
/// <param name="CatalogHash">The identity of the catalog it was made from.</param>
/// <param name="Tools">Every tool, in the server's order.</param>
internal sealed record SkillModel(
    SkillName Name, string Namespace, string ServerTitle, string CatalogHash, EquatableArray<ToolModel> Tools)
{
    /// <summary>Where the skill lies, for a program that does not lie in it; null where the program knows.</summary>
    public string? Folder { get; init; }

    /// <summary>What the server declares beside tools.</summary>
    public ServerFeatures Features { get; init; }
}
