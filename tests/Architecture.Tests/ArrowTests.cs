using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;

namespace Architecture.Tests;

/// <summary>The arrows of docs/architecture.md: who may know whom.</summary>
public sealed partial class ArrowTests
{
    private static readonly Assembly Schema = Assembly.Load("McpSkillGen.Schema");
    private static readonly Assembly Generator = Assembly.Load("McpSkillGen.Generator");
    private static readonly Assembly Cli = Assembly.Load("mcpgen");
    private static readonly Assembly Runtime = Assembly.Load("McpSkillGen.Runtime");
    private static readonly Assembly Host = Assembly.Load("mcp-skill-host");

    [Fact]
    public void Schema_knows_nothing_but_the_base_library() =>
        AssertNone(ReferencesOf(Schema).Where(static name => name != "netstandard"));

    [Fact]
    public void Schema_touches_no_files() =>
        AssertNoDependency(Types.InAssembly(Schema), "System.IO");

    [Fact]
    public void Generator_knows_Schema_and_Roslyn_only() =>
        AssertNone(ReferencesOf(Generator).Where(static name =>
            name is not ("netstandard" or "McpSkillGen.Schema" or "System.Collections.Immutable")
            && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)));

    [Fact]
    public void Generator_never_combines_the_compilation() =>
        AssertNone(Repository.SourcesBelow("generator/McpSkillGen.Generator").Where(static file =>
            File.ReadAllText(file).Contains("CompilationProvider", StringComparison.Ordinal)));

    [Fact]
    public void Runtime_links_the_base_library_only() =>
        AssertNone(ReferencesOf(Runtime).Where(static name =>
            name != "Microsoft.Win32.Primitives"
            && (!name.StartsWith("System.", StringComparison.Ordinal)
                || name.StartsWith("System.CommandLine", StringComparison.Ordinal)
                || name.StartsWith("System.Net.Http", StringComparison.Ordinal))));

    [Fact]
    public void Nothing_that_an_agent_calls_knows_what_authors_use() =>
        AssertNone(ReferencesOf(Runtime).Concat(ReferencesOf(Host)).Where(static name =>
            name is "McpSkillGen.Schema" or "McpSkillGen.Generator" or "mcpgen" or "Scriban" or "Scriban.Signed" or "Spectre.Console"));

    [Fact]
    public void Only_the_host_is_an_MCP_client() =>
        AssertNoDependency(Types.InAssembly(Cli), "ModelContextProtocol.Client");

    [Fact]
    public void Only_the_sample_server_in_the_Cli_knows_MCP() =>
        AssertNoDependency(Types.InAssembly(Cli).That().DoNotResideInNamespaceStartingWith("McpSkillGen.Cli.Sample"), "ModelContextProtocol");

    [Fact]
    public void Lifetime_policy_is_arithmetic() =>
        AssertNoDependency(
            Types.InAssembly(Host).That().ResideInNamespaceStartingWith("McpSkillGen.Host.Lifetime"),
            "System.IO", "System.Net", "System.Diagnostics.Process", "ModelContextProtocol",
            "McpSkillGen.Host.Transport", "McpSkillGen.Host.Links", "McpSkillGen.Host.Servers", "McpSkillGen.Host.Processes");

    [Fact]
    public void Transport_never_imports_MCP() =>
        AssertNoDependency(
            Types.InAssembly(Host).That().ResideInNamespaceStartingWith("McpSkillGen.Host.Transport"),
            "ModelContextProtocol", "McpSkillGen.Host.Links", "McpSkillGen.Host.Servers");

    [Theory]
    [InlineData("generator")]
    [InlineData("runtime")]
    public void No_background_task_is_without_an_owner(string folder) =>
        AssertNone(Repository.SourcesBelow(folder).SelectMany(static file =>
            File.ReadLines(file).Where(static line => DiscardedTask().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}")));

    [GeneratedRegex(@"\b_ = (?!await\b)[^;""]*(Async\(|Task\.Run\(|\.ContinueWith\()")]
    private static partial Regex DiscardedTask();

    private static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(static name => name.Name!);

    private static void AssertNoDependency(Types types, params string[] forbidden) =>
        AssertNoDependency(types.That().AreNotNested(), forbidden);

    private static void AssertNoDependency(PredicateList types, params string[] forbidden)
    {
        // A rule about nobody holds for everybody: the rooms must exist.
        Assert.NotEmpty(types.GetTypes());
        AssertNone((types.ShouldNot().HaveDependencyOnAny(forbidden).GetResult().FailingTypes ?? []).Select(static type => type.FullName!));
    }

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Empty(offenders);
}
