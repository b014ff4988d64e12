using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>A project that no solution lists is never built in CI, and its tests never run.</summary>
public sealed class SolutionTests
{
    // They start hosts and servers, or pack: minutes, not seconds.
    private static readonly string[] s_slow = ["Compatibility.Tests", "Conformance.Tests", "EndToEnd.Tests", "McpSkillGen.Extensions.AI.Tests", "McpSkillGen.Host.Tests", "Packaging.Tests"];

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.PathOf("McpSkillGen.sln"));
        Assert.All(Projects(), project => Assert.Contains($"\"{project.Replace('/', '\\')}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Unit_slnf_has_every_test_project_that_starts_no_host()
    {
        var filter = JsonNode.Parse(File.ReadAllText(Repository.PathOf("Unit.slnf")))!;
        var listed = filter["solution"]!["projects"]!.AsArray().Select(static project => (string)project!);
        Assert.Equal(Projects().Where(static project => IsFastTest(Path.GetFileNameWithoutExtension(project))), listed);
    }

    [Fact]
    public void Every_project_has_a_lock_file_with_the_hashes_of_its_packages_or_says_why_not() =>
        Assert.All(Projects(), static project =>
        {
            var text = File.ReadAllText(Repository.PathOf(project));
            var saysWhyNot = text.Contains("<!-- No lock file", StringComparison.Ordinal)
                && text.Contains("<RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>", StringComparison.Ordinal);
            Assert.NotEqual(saysWhyNot, File.Exists(Repository.PathOf(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json"))));
        });

    [Theory]
    [InlineData("runtime/McpSkillGen.Host/McpSkillGen.Host.csproj", "host/mcp-skill-host.project")]
    [InlineData("generator/McpSkillGen.Cli/McpSkillGen.Cli.csproj", "mcpgen/mcpgen.project", "Microsoft.ML.Tokenizers", "Microsoft.ML.Tokenizers.Data.O200kBase", "Google.Protobuf")]
    public void Program_that_travels_as_IL_names_every_package_that_it_uses_elsewhere_too(string here, string elsewhere, params string[] onlyHere) =>
        Assert.Equal(
            PackagesOf(here).Except(onlyHere).Order(StringComparer.Ordinal),
            PackagesOf($"generator/McpSkillGen.Package/tools/{elsewhere}").Order(StringComparer.Ordinal));

    private static IEnumerable<string> PackagesOf(string project) =>
        XDocument.Load(Repository.PathOf(project)).Descendants("PackageReference").Select(static reference => (string)reference.Attribute("Include")!);

    private static bool IsFastTest(string project) => project.EndsWith(".Tests", StringComparison.Ordinal) && !s_slow.Contains(project);

    private static IEnumerable<string> Projects() =>
        new[] { "generator", "runtime", "templates", "tests" }
            .SelectMany(static folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
            .Select(static project => Path.GetRelativePath(Repository.Root, project).Replace('\\', '/'))
            .Where(static project => !project.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
