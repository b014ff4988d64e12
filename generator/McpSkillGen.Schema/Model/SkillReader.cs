using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Naming;
using McpSkillGen.Schema.Resolution;

namespace McpSkillGen.Schema.Model;

/// <summary>Makes a skill from a catalog. Generator and templates both use this, so that they agree.</summary>
internal static class SkillReader
{
    /// <param name="catalog">What the server offers.</param>
    /// <param name="name">The skill's name.</param>
    /// <param name="rootNamespace">The executor project's root namespace; null for the default.</param>
    /// <returns>The skill, and every schema in it that is typed as any JSON.</returns>
    public static (SkillModel Skill, IReadOnlyList<CatalogProblem> Problems) Read(ServerCatalog catalog, SkillName name, string? rootNamespace = null)
    {
        var problems = new List<CatalogProblem>();
        var names = ToolName.ForAll(catalog.Tools.Select(static tool => tool.Name).ToList());
        var tools = catalog.Tools.Select((tool, i) => ReadTool(tool, names[i], problems)).ToEquatableArray();
        var skill = new SkillModel(name, CSharpName.Namespace(rootNamespace), catalog.ServerTitle, catalog.Hash, tools)
        {
            Features = (catalog.Declares("resources") ? ServerFeatures.Resources : ServerFeatures.None)
                | (catalog.Declares("prompts") ? ServerFeatures.Prompts : ServerFeatures.None),
        };
        return (skill, problems);
    }

    private static ToolModel ReadTool(CatalogTool tool, ToolName name, List<CatalogProblem> problems)
    {
        var input = tool.InputSchema is { } schema ? new SchemaShapeReader(new SchemaDocument(schema)) : null;
        var (argumentsType, nestedTypes) = TypeReader.ReadArguments(tool, input, name.ArgumentsType, problems);
        return new ToolModel(name)
        {
            Title = tool.Title,
            Description = tool.Description,
            Summary = Summary.Of(tool.Description),
            Traits = TraitsOf(tool),
            Arguments = input is null ? default : ArgumentReader.Read(tool.Name, input, problems),
            ArgumentsType = argumentsType,
            ArgumentsAreOptional = argumentsType is not ObjectDeclaration record
                || record.Properties.All(static p => p.Presence is not (Presence.Required or Presence.Constant)),
            NestedTypes = nestedTypes,
            Result = TypeReader.ReadResult(tool, name.ResultType, problems),
            Json = tool.Json.ToString(),
        };
    }

    private static ToolTraits TraitsOf(CatalogTool tool) =>
        (tool.Claims("readOnlyHint") ? ToolTraits.ReadOnly : ToolTraits.None)
        | (tool.Claims("destructiveHint") ? ToolTraits.Destructive : ToolTraits.None)
        | (tool.Claims("idempotentHint") ? ToolTraits.Idempotent : ToolTraits.None)
        | (tool.Claims("openWorldHint") ? ToolTraits.OpenWorld : ToolTraits.None);
}
