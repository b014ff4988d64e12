using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Cli.Tests.Support;
using Microsoft.ML.Tokenizers;

namespace McpSkillGen.Cli.Tests;

/// <summary>What a skill costs an agent, in tokens of o200k_base.</summary>
public sealed class TokenTests
{
    private const int LargeServer = 25;

    private static readonly TiktokenTokenizer Tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void A_skill_of_a_real_server_stays_within_its_budget(string server)
    {
        var catalog = Corpus.Read(server);
        var plan = Plans.Of(catalog, server);
        var files = Plans.Files(catalog, server);
        var (entry, page) = (Count($"{server}: {plan.Page.Description}"), Count(files["SKILL.md"]));
        var detail = files.Where(static file => file.Key.StartsWith("references/", StringComparison.Ordinal)).Average(static file => Count(file.Value));

        Assert.InRange(plan.Page.Description.Length, 1, 400);
        Assert.InRange(entry, 1, 120);
        Assert.InRange(page, 200, 2500);
        if (plan.Page.ToolCount >= LargeServer)
        {
            // The first call: catalog entry, SKILL.md and one reference, against every schema.
            Assert.InRange((entry + page + detail) / SchemaTokens(catalog), 0, 0.4);
        }
    }

    [Fact]
    public void What_every_page_says_costs_less_than_400_tokens()
    {
        var page = Plans.Files("""{"serverInfo":{"name":"one"},"tools":[{"name":"get_one"}]}""", "one")["SKILL.md"];

        Assert.InRange(Count(page), 200, 399);
        Assert.Empty(SkillRules.Violations(page, "one"));
    }

    private static int SchemaTokens(string catalog) =>
        JsonNode.Parse(catalog)!["tools"]!.AsArray().Sum(static tool => Count(new JsonObject
        {
            ["name"] = tool!["name"]?.DeepClone(),
            ["description"] = tool["description"]?.DeepClone(),
            ["inputSchema"] = tool["inputSchema"]?.DeepClone(),
        }.ToJsonString(Readable)));

    private static int Count(string text) => Tokenizer.CountTokens(text);
}
