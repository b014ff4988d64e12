using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Rendering;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Cli.Tests.Support;

/// <summary>Plans and rendered files for a catalog, without a server.</summary>
internal static class Plans
{
    private static readonly SkillConfig Config = new() { Command = "npx", Arguments = ["-y", "@example/server"] };

    public static SkillPlan Of(string catalogJson, string name, SkillConfig? config = null)
    {
        var (catalog, _) = CatalogParser.Parse(catalogJson);
        return SkillPlanner.Plan(catalog, new SkillName(name), new PlanInputs(config ?? Config, CarriedPackage.Unnamed with { Version = "0.1.0-test" }, "0.1.0"));
    }

    public static IReadOnlyDictionary<string, string> Files(string catalogJson, string name, SkillConfig? config = null) =>
        SkillFiles.Render(Of(catalogJson, name, config)).ToDictionary(static file => file.Path, static file => file.Text);

    public static string Fixture(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", file));
}
