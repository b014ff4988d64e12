using McpSkillGen.Schema.Catalog;

namespace McpSkillGen.Schema.Tests.Catalog;

public sealed class CatalogParserTests
{
    [Fact]
    public void Reads_what_the_format_has_and_passes_over_what_it_has_not()
    {
        var (catalog, problems) = CatalogParser.Parse("""
            {
              "server": {"package": "x"}, "protocolVersion": "2025-11-25",
              "serverInfo": {"name": "sums", "title": "Sums", "version": "1.2"}, "capabilities": {"tools": {}},
              "instructions": "Add.",
              "tools": [{"name": "add", "title": "Add", "description": "Adds.", "inputSchema": {"type": "object"}, "outputSchema": {}, "annotations": {"readOnlyHint": true, "idempotentHint": "yes"}, "execution": 1}],
              "resources": [{"uri": "a:b"}, 7], "resourceTemplates": null, "prompts": [{"name": "p"}]
            }
            """);

        Assert.Empty(problems);
        Assert.Equal(("2025-11-25", "Sums 1.2", "Add."), (catalog.ProtocolVersion, catalog.ServerTitle, catalog.Instructions));
        Assert.NotNull(catalog.Capabilities);
        var tool = Assert.Single(catalog.Tools);
        Assert.Equal(("add", "Add", "Adds."), (tool.Name, tool.Title, tool.Description));
        Assert.True(tool.Claims("readOnlyHint"));
        Assert.False(tool.Claims("idempotentHint"));
        Assert.False(tool.Claims("destructiveHint"));
        Assert.Equal("""{"type":"object"}""", tool.InputSchema!.ToString());
        Assert.NotNull(tool.OutputSchema);
        Assert.Contains("\"execution\":1", tool.Json.ToString(), StringComparison.Ordinal);
        Assert.Equal(["{\"uri\":\"a:b\"}"], catalog.Resources.Select(static resource => resource.ToString()));
        Assert.Empty(catalog.ResourceTemplates);
        Assert.Single(catalog.Prompts);
    }

    [Fact]
    public void A_tool_that_runs_only_as_a_task_is_left_out_and_said()
    {
        var (catalog, problems) = CatalogParser.Parse("""
            {"tools": [
              {"name": "research", "execution": {"taskSupport": "required"}},
              {"name": "either", "execution": {"taskSupport": "optional"}},
              {"name": "plain", "execution": {"taskSupport": "forbidden"}},
              {"name": "odd", "execution": {"taskSupport": 5}}
            ]}
            """);

        Assert.Equal(["either", "plain", "odd"], catalog.Tools.Select(static tool => tool.Name));
        var problem = Assert.Single(problems);
        Assert.Equal((ProblemKind.TaskOnlyTool, "research", "line 2, column 53"), (problem.Kind, problem.Subject, problem.Span.Start.ToString()));
    }

    [Fact]
    public void A_malformed_tool_is_said_and_hides_no_other()
    {
        var (catalog, problems) = CatalogParser.Parse("""
            {"tools": [
              {"name": "first"},
              "no object",
              {"description": "no name"},
              {"name": ""},
              {"name": 7},
              {"name": "first", "title": "again"},
              {"name": "odd", "title": 1, "description": [], "inputSchema": "?", "annotations": 3},
              {"name": "last"}
            ]}
            """);

        Assert.Equal(["first", "odd", "last"], catalog.Tools.Select(static tool => tool.Name));
        Assert.Equal(
            [
                "line 3, column 3: number 2: it must be an object, but is a string",
                "line 4, column 3: number 3: it has no name",
                "line 5, column 12: number 4: its name must be a string with at least one character, but is empty",
                "line 6, column 12: number 5: its name must be a string with at least one character, but is a number",
                "line 7, column 12: first: a tool before it has the same name",
            ],
            problems.Select(static p => $"{p.Span.Start}: {p.Subject}: {p.Detail}"));
        Assert.All(problems, static problem => Assert.Equal(ProblemKind.SkippedTool, problem.Kind));
        var odd = catalog.Tools[1];
        Assert.Equal((null, ""), (odd.Title, odd.Description));
    }

    [Theory]
    [InlineData("{\"tools\": [}", ProblemKind.NotJson, "line 1, column 12", "expected a value, found '}'")]
    [InlineData("[]", ProblemKind.NotACatalog, "line 1, column 1", "expected an object, found an array")]
    [InlineData("\n {\"tools\":\n{}}", ProblemKind.NotACatalog, "line 3, column 1", "expected 'tools' to be an array, found an object")]
    internal void What_is_no_catalog_is_an_empty_one_with_a_problem(string text, ProblemKind kind, string place, string detail)
    {
        var (catalog, problems) = CatalogParser.Parse(text);

        Assert.Empty(catalog.Tools);
        var problem = Assert.Single(problems);
        Assert.Equal((kind, place, detail), (problem.Kind, problem.Span.Start.ToString(), problem.Detail));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"tools\":null,\"serverInfo\":null,\"instructions\":null}")]
    public void A_server_may_have_no_tools_and_no_name(string text)
    {
        var (catalog, problems) = CatalogParser.Parse(text);

        Assert.Empty(problems);
        Assert.Empty(catalog.Tools);
        Assert.Equal("", catalog.ServerTitle);
    }

    [Fact]
    public void The_hash_follows_the_content_and_not_the_layout()
    {
        const string Text = """{"serverInfo":{"name":"x"},"tools":[{"name":"a"}]}""";
        var hash = Hash(Text);

        Assert.Matches("^[0-9a-f]{16}$", hash);
        Assert.Equal(hash, Hash(""" { "tools" : [ { "name" : "\u0061" } ] , "serverInfo" : { "name" : "x" } , "unknown" : 1 } """));
        Assert.NotEqual(hash, Hash(Text.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)));
        Assert.NotEqual(hash, Hash(Text.Replace("serverInfo", "prompts", StringComparison.Ordinal)));

        static string Hash(string text) => CatalogParser.Parse(text).Catalog.Hash;
    }
}
