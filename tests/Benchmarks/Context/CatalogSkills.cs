using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Rendering;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Naming;

namespace Context;

/// <summary>A skill's pages from a captured catalog, without the server and without an executor.</summary>
internal static class CatalogSkills
{
    private static readonly SkillConfig Config = new() { Command = "npx", Arguments = ["-y", "@example/server"] };

    /// <returns>The skill's folder.</returns>
    public static string Render(string catalogFile, string folder)
    {
        var json = File.ReadAllText(catalogFile);
        var (catalog, _) = CatalogParser.Parse(json);
        var plan = SkillPlanner.Plan(catalog, new SkillName(Path.GetFileName(folder)), new PlanInputs(Config, CarriedPackage.Unnamed, "0.1.0"));
        SkillFiles.Write(folder, SkillFiles.Render(plan));
        File.WriteAllText(Path.Combine(folder, "mcp-catalog.json"), json);
        return folder;
    }

    public static string FindCorpus(string from)
    {
        for (var folder = from; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Combine(folder, "shared", "corpus") is var found && Directory.Exists(found))
            {
                return found;
            }
        }

        throw new DirectoryNotFoundException("Name a folder of catalogs: dotnet run --project tests/Benchmarks/Context CATALOGS");
    }
}
