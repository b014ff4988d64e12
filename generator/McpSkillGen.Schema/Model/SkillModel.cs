using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Model;

/// <summary>A skill as code, with every decision made.</summary>
/// <param name="Name">The skill's names.</param>
/// <param name="Namespace">Where its types go; a valid C# name.</param>
/// <param name="ServerTitle">The server as it names itself; may be empty.</param>
/// <param name="CatalogHash">The identity of the catalog it was made from.</param>
/// <param name="Tools">Every tool, in the server's order.</param>
internal sealed record SkillModel(
    SkillName Name, string Namespace, string ServerTitle, string CatalogHash, EquatableArray<ToolModel> Tools)
{
    /// <summary>The skill's folder, for a program outside it; null for an executor, which is inside.</summary>
    public string? Folder { get; init; }

    /// <summary>What the server declares, other than tools.</summary>
    public ServerFeatures Features { get; init; }
}
