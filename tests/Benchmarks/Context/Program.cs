using System.Reflection;
using Benchmarks;
using Context;
using McpSkillGen.Cli.Measuring;

// dotnet run --project tests/Benchmarks/Context [CATALOGS [NAME…]]
// Renders the skills of ten real servers from their catalogs, measures them as "mcpgen measure" does, and writes the table into
// docs/context.md and the picture beside it. CATALOGS is a folder of NAME.json files, each an mcp-catalog.json; without it, the
// first shared/corpus above.
string[] ten = ["azure-devops", "notion", "playwright", "shortcut", "chrome-devtools", "heroku", "github", "filesystem", "everything", "memory"];
var root = typeof(CatalogSkills).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "RepositoryRoot").Value!;
var catalogs = args is [var folder, ..] ? folder : CatalogSkills.FindCorpus(root);
var names = args is [_, _, ..] ? args[1..] : ten;

var skills = Directory.CreateTempSubdirectory("mcpgen-context-").FullName;
try
{
    var costs = names
        .Select(name => SkillMeasurement.Of(CatalogSkills.Render(Path.Combine(catalogs, name + ".json"), Path.Combine(skills, name))))
        .OrderByDescending(static cost => cost.Schemas)
        .ToArray();
    var table = CostTable.Markdown(costs);
    await File.WriteAllTextAsync(Path.Combine(root, "docs", "context.svg"), CostPicture.Of(costs));
    await Report.WriteSectionAsync(
        Path.Combine(root, "docs", "context.md"),
        "Ten real servers",
        $"Reproduce: `dotnet run --project tests/Benchmarks/Context CATALOGS`, where `CATALOGS` is a folder of\n`SERVER.json` files, each the `mcp-catalog.json` of a skill.\n\n![Bars of tokens: each server's schemas beside its skill](context.svg)\n\n{table}");
    Console.Write(table);
    return 0;
}
finally
{
    Directory.Delete(skills, recursive: true);
}
