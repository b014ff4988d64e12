using McpSkillGen.Cli.Planning;
using McpSkillGen.Runtime;
using McpSkillGen.Schema.Catalog;

namespace McpSkillGen.Cli.Scaffolding;

/// <summary>What a server was found to offer, fit to make a skill of.</summary>
/// <param name="Catalog">All of it that calls can reach.</param>
/// <param name="Warnings">What a person should know of it, a sentence each.</param>
internal sealed record CapturedCatalog(ServerCatalog Catalog, IReadOnlyList<string> Warnings)
{
    private const int MaxNameLength = 80;

    /// <param name="json">The host's answer.</param>
    /// <exception cref="SkillException">It is no catalog, or an empty one.</exception>
    public static CapturedCatalog Read(string json)
    {
        var (catalog, problems) = CatalogParser.Parse(json);
        if (problems.FirstOrDefault(static problem => problem.Kind is ProblemKind.NotJson or ProblemKind.NotACatalog) is { } broken)
        {
            throw new SkillException(ExitCode.Unreachable, $"The host's answer is no catalog: {broken.Detail}.");
        }

        if (catalog.Tools.Count == 0 && !catalog.Declares("resources") && !catalog.Declares("prompts"))
        {
            throw new SkillException(ExitCode.WrongEnvironment, "The server offers no tools (after \"tools\" in the config, if it is there), resources or prompts: there is nothing to make a skill of.");
        }

        var leftOut = problems.Where(static problem => problem.Kind is ProblemKind.TaskOnlyTool).Select(static problem => ServerText.Line(problem.Subject, MaxNameLength));
        return new CapturedCatalog(catalog, [.. leftOut.Select(static tool => $"The tool '{tool}' is left out: the server runs it only as a task, which no call of ours is.")]);
    }
}
