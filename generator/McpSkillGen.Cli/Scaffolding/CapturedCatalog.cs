using McpSkillGen.Cli.Planning;
using McpSkillGen.Runtime;
using McpSkillGen.Schema.Catalog;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>What a server offers, checked to be enough for a skill.</summary>
/// <param name="Catalog">Everything that calls can reach.</param>
/// <param name="Warnings">What a person should know about it, a sentence each.</param>
internal sealed record CapturedCatalog(ServerCatalog Catalog, IReadOnlyList<string> Warnings)
{
    private const int MaxNameLength = 80;

    /// <param name="json">The host's answer.</param>
    /// <exception cref="SkillException">It is not a catalog, or it is empty.</exception>
    public static CapturedCatalog Read(string json)
    {
        var (catalog, problems) = CatalogParser.Parse(json);
        if (problems.FirstOrDefault(static problem => problem.IsFatal) is { } broken)
        {
            throw new SkillException(ExitCode.Unreachable, $"The host's answer is not a catalog: {broken.Detail}.");
        }

        if (catalog.Tools.Count == 0 && !catalog.Declares("resources") && !catalog.Declares("prompts"))
        {
            throw new SkillException(ExitCode.WrongEnvironment, "The server offers no resources, no prompts, and no tools (that \"tools\" in the config allows): there is nothing to make a skill from.");
        }

        var skipped = problems
            .Where(static problem => problem.Kind is ProblemKind.TaskOnlyTool)
            .Select(static problem => ServerText.Line(problem.Subject, MaxNameLength));
        return new CapturedCatalog(catalog, [.. skipped.Select(static tool => $"Skipped the tool '{tool}': the server only runs it as a task, and tasks are not supported yet.")]);
    }
}
