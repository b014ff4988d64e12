using System.Text.RegularExpressions;
using McpSkillGen.Generator.Diagnostics;
using McpSkillGen.Generator.Tests.Harness;
using McpSkillGen.Schema.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace McpSkillGen.Generator.Tests;

public sealed partial class DiagnosticTests
{
    [Fact]
    public void MSG0001_points_at_the_character_that_is_not_json()
    {
        var run = GeneratorRun.Of(new TestCatalog("/skills/sums/mcp-catalog.json", "{\r\n  \"tools\": [\r\n    {\"name\": 'x'}\r\n  ]\r\n}"));

        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(("MSG0001", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Equal("The catalog is not JSON: expected a value, found '''", Message(diagnostic));
        Assert.Equal(
            new FileLinePositionSpan("/skills/sums/mcp-catalog.json", new LinePosition(2, 13), new LinePosition(2, 14)),
            diagnostic.Location.GetLineSpan());
        Assert.Equal(new TextSpan(30, 1), diagnostic.Location.SourceSpan);
    }

    [Fact]
    public void A_catalog_that_is_not_json_is_the_only_error_of_the_build()
    {
        var program = TestCompilation.Create("""
            internal static class Program { public static int Main2(string[] args) => Skills.SumsSkill.Run(args); }
            """);
        var run = GeneratorRun.Of(program, new Dictionary<string, string>(), new TestCatalog("/sums/mcp-catalog.json", ""));

        Assert.Equal("MSG0001", Assert.Single(run.Diagnostics).Id);
        run.AssertCompiles();
    }

    [Fact]
    public void MSG0002_points_at_the_name_of_the_value_that_is_any_json()
    {
        var run = GeneratorRun.Of(TestCatalog.Of("sums", """{"name":"sum","inputSchema":{"properties":{"x":{"type":"money"}}}}"""));

        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(("MSG0002", DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Equal("Tool 'sum': 'x' is typed as JsonElement: JSON Schema has no type 'money'", Message(diagnostic));
        Assert.Equal(new LinePositionSpan(new(0, 53), new(0, 56)), diagnostic.Location.GetLineSpan().Span);
    }

    [Fact]
    public void MSG0009_points_at_what_is_too_large()
    {
        var properties = string.Join(',', Enumerable.Range(0, 600).Select(static i => $"\"p{i}\":{{\"type\":\"string\"}}"));
        var values = string.Join(',', Enumerable.Range(0, 1001).Select(static i => $"\"v{i}\""));
        var wide = $$$$"""{"name":"wide","inputSchema":{"properties":{ {{{{properties}}}} }}}""";
        var @long = $$$$"""{"name":"long","inputSchema":{"properties":{"e":{"enum":[{{{{values}}}}] } } } }""";
        var run = GeneratorRun.Of(new TestCatalog("/sums/mcp-catalog.json", "{\"tools\":[\n" + wide + ",\n" + @long + "]}"));

        Assert.All(run.Diagnostics, static diagnostic => Assert.Equal(("MSG0009", DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.DefaultSeverity)));
        Assert.Equal(
            [
                "Tool 'wide': the type WideArguments has members for the first 500 of 600 properties; the others are its additional properties",
                "Tool 'wide': only the first 500 of 600 arguments have a flag; give the others with 'call'",
                "Tool 'long': 'e' is typed as a string, because it lists more than 1000 values",
                "Tool 'long': 'e' lists more than 1000 values: the server checks them",
            ],
            run.Diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start).Select(Message));
        Assert.Equal([1, 1, 2, 2], run.Diagnostics.Select(static diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line).Order());
        run.AssertCompiles();
    }

    [Theory]
    [InlineData("MSG0006", "#/$defs/y", "'#/$defs/y' is not in the schema")]
    [InlineData("MSG0006", "#/properties/x", "its reference '#/properties/x' leads back to itself")]
    [InlineData("MSG0007", "https://example.com/y", "'https://example.com/y' is in another document, which is not fetched")]
    public void MSG0006_and_MSG0007_point_at_the_reference_that_leads_nowhere_or_elsewhere(string id, string reference, string reason)
    {
        var text = "{\"tools\":[\n{\"name\":\"t\",\"inputSchema\":{\"properties\":{\n  \"x\": { \"$ref\": \"" + reference + "\" } }}}]}";
        var run = GeneratorRun.Of(new TestCatalog("/sums/mcp-catalog.json", text));

        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal((id, DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Equal($"Tool 't': 'x' is typed as JsonElement: {reason}", Message(diagnostic));
        var quoted = $"\"{reference}\"";
        Assert.Equal(quoted, text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Equal(new LinePositionSpan(new(2, 17), new(2, 17 + quoted.Length)), diagnostic.Location.GetLineSpan().Span);
        run.AssertCompiles();
    }

    [Fact]
    public void MSG0008_points_at_the_word_that_makes_a_tool_a_task()
    {
        var run = GeneratorRun.Of(TestCatalog.Of("sums", """{"name":"sum"}""", """{"name":"long","execution":{"taskSupport":"required"}}"""));

        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(("MSG0008", DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Equal("Skipped tool 'long': the server only runs it as a task ('taskSupport' is 'required'), and tasks are not supported yet", Message(diagnostic));
        Assert.Equal(new LinePositionSpan(new(0, 67), new(0, 77)), diagnostic.Location.GetLineSpan().Span);
        Assert.DoesNotContain(run.Sources.Keys, static file => file.Contains("Long", StringComparison.Ordinal));
        run.AssertCompiles();
    }

    [Theory]
    [InlineData(ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    [InlineData(ReportDiagnostic.Suppress, null)]
    public void A_severity_is_what_the_project_configures(ReportDiagnostic configured, DiagnosticSeverity? expected)
    {
        var project = TestCompilation.Create();
        var options = project.Options.WithSpecificDiagnosticOptions(project.Options.SpecificDiagnosticOptions.SetItem("MSG0002", configured));
        var run = GeneratorRun.Of(
            project.WithOptions(options), new Dictionary<string, string>(),
            TestCatalog.Of("sums", """{"name":"sum","inputSchema":{"properties":{"x":{"type":"money"}}}}"""));

        Assert.Equal(expected, run.Diagnostics.SingleOrDefault()?.Severity);
    }

    [Fact]
    public void MSG0003_warns_of_a_tool_that_is_left_out_and_the_others_are_emitted()
    {
        var run = GeneratorRun.Of(TestCatalog.Of("sums", """{"title":"?"}""", """{"name":"sum"}"""));

        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(("MSG0003", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Equal("Skipped tool 'number 1': it has no name", Message(diagnostic));
        Assert.Contains("SumsSkill.Sum.g.cs", run.Sources.Keys);
    }

    [Fact]
    public void MSG0004_says_that_json_is_no_catalog()
    {
        var diagnostic = Assert.Single(GeneratorRun.Of(new TestCatalog("/sums/mcp-catalog.json", "[]")).Diagnostics);

        Assert.Equal(("MSG0004", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Equal("The file is JSON, but not a catalog: expected an object, found an array", Message(diagnostic));
    }

    [Fact]
    public void MSG0005_points_at_the_second_catalog_of_a_skill()
    {
        var run = GeneratorRun.Of(new TestCatalog("/a/mcp-catalog.json", "{}", "sums"), new TestCatalog("/b/mcp-catalog.json", "{}", "Sums"));

        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(("MSG0005", "/b/mcp-catalog.json"), (diagnostic.Id, diagnostic.Location.GetLineSpan().Path));
        run.AssertCompiles();
    }

    [Fact]
    public void Every_diagnostic_has_a_page_of_its_own()
    {
        var descriptors = Enum.GetValues<ProblemKind>().Select(DiagnosticCatalog.DescriptorOf).ToList();

        Assert.Equal(descriptors.Count, descriptors.Select(static descriptor => descriptor.Id).Distinct().Count());
        Assert.All(descriptors, static descriptor =>
        {
            Assert.Matches(DiagnosticId(), descriptor.Id);
            Assert.Matches($"^https://[^/]+/.+/docs/diagnostics/{descriptor.Id}[.]md$", descriptor.HelpLinkUri);
            var page = File.ReadAllText(TestFiles.DiagnosticPage(descriptor.Id));
            Assert.StartsWith($"# {descriptor.Id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_diagnostic_has_a_test_with_its_id_in_the_name()
    {
        var tests = typeof(DiagnosticTests).GetMethods().Select(static test => test.Name).ToList();

        Assert.All(Enum.GetValues<ProblemKind>().Select(DiagnosticCatalog.DescriptorOf), descriptor =>
            Assert.Contains(tests, test => test.Contains(descriptor.Id, StringComparison.Ordinal)));
    }

    private static string Message(Diagnostic diagnostic) => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("^MSG[0-9]{4}$")]
    private static partial Regex DiagnosticId();
}
