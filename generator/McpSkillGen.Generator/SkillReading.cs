using McpSkillGen.Generator.Diagnostics;
using McpSkillGen.Schema;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;

namespace McpSkillGen.Generator;

/// <summary>The result of reading one catalog: a skill, or none, and its problems.</summary>
internal sealed record SkillReading(EquatableArray<SkillModel> Skill, EquatableArray<FileProblem> Problems)
{
    public static SkillReading Of(CatalogFile file, SkillOwners owners, CancellationToken stop)
    {
        if (owners.IsTaken(file.Owner))
        {
            var duplicate = new CatalogProblem(ProblemKind.DuplicateSkill, file.Name.Value, "", default);
            return new SkillReading(default, Locate(file, [duplicate]));
        }

        // A catalog that cannot be read becomes a skill without tools, so that its diagnostic is the build's only error.
        var (catalog, malformed) = CatalogParser.Parse(file.Text);
        stop.ThrowIfCancellationRequested();
        var (skill, untyped) = SkillReader.Read(catalog, file.Name, file.RootNamespace);
        return new SkillReading(new EquatableArray<SkillModel>([skill with { Folder = file.SkillFolder }]), Locate(file, malformed.Concat(untyped)));
    }

    private static EquatableArray<FileProblem> Locate(CatalogFile file, IEnumerable<CatalogProblem> problems) =>
        problems.Select(problem => new FileProblem(file.Path, problem)).ToEquatableArray();
}
