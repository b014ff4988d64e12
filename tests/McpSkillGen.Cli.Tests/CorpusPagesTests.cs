using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Commands;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Tests;

/// <summary>What real servers ask for is all told, and what is told works.</summary>
public sealed class CorpusPagesTests
{
    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void Every_property_of_every_tool_is_on_its_page(string server)
    {
        var files = Plans.Files(Corpus.Read(server), server);
        foreach (var (tool, schema) in Tools(server))
        {
            var page = files[$"references/{tool.Name.CommandName}.md"];
            var names = new SortedSet<string>(StringComparer.Ordinal);
            Collect(schema, schema, names, []);

            Assert.Empty(names
                .Where(name => !page.Contains(name, StringComparison.Ordinal) && !page.Contains(CommandLineName.Kebab(name), StringComparison.Ordinal))
                .Select(name => $"{tool.Name.WireName}: {name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void Every_example_is_accepted_by_the_executors_own_checks(string server)
    {
        foreach (var (tool, _) in Tools(server))
        {
            var example = ExampleCall.Of(tool);
            var flags = ToolFlag.Of(ArgumentDefinitions.Of(tool));
            var line = ParsedLine.Parse("", [.. flags.SelectMany(static flag => flag.WithProperties())], [.. example.Flags], takesWords: false);
            var sent = new ArgumentBinder(line).Bind(flags);

            Assert.True(line.Problems.Count == 0, $"{example.CommandLine}: {string.Join(' ', line.Problems)}");
            using var expected = JsonDocument.Parse(example.Json);
            using var actual = JsonDocument.Parse(sent);
            Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), $"{example.Json} is not {Encoding.UTF8.GetString(sent.Span)}");
        }
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void No_help_is_longer_than_two_screens(string server)
    {
        foreach (var (tool, _) in Tools(server))
        {
            var definition = ArgumentDefinitions.Of(tool);
            var help = new ToolHelp(server, definition, ToolFlag.Of(definition), $"{server} describe {tool.Name.CommandName}").Text();

            Assert.True(ScreenRows.Of(help) <= ScreenRows.Most, $"{ScreenRows.Of(help)} rows:\n{help}");
        }
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void Names_of_nested_types_can_be_read(string server)
    {
        var names = Tools(server).SelectMany(static one => one.Tool.NestedTypes.Concat(one.Tool.Result?.Nested ?? [])).Select(static type => type.Name);

        Assert.All(names, static name =>
        {
            Assert.InRange(name.Length, 1, 40);
            Assert.DoesNotMatch("^(Value|Item|Object)[0-9]", name);
            Assert.DoesNotContain("ValueValue", name, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<(ToolModel Tool, JsonElement Schema)> Tools(string server)
    {
        var text = Corpus.Read(server);
        var (skill, _) = SkillReader.Read(CatalogParser.Parse(text).Catalog, SkillName.From(server));
        var described = JsonDocument.Parse(text).RootElement.GetProperty("tools").EnumerateArray()
            .GroupBy(static tool => tool.GetProperty("name").GetString()!).ToDictionary(static same => same.Key, static same => same.First());
        return skill.Tools.Select(tool => (tool, described[tool.Name.WireName].TryGetProperty("inputSchema", out var schema) ? schema : default));
    }

    private static JsonElement Step(JsonElement place, string step) =>
        place.ValueKind is JsonValueKind.Array ? place[int.Parse(step, CultureInfo.InvariantCulture)] : place.GetProperty(step);

    // The names of all properties, at every depth.
    private static void Collect(JsonElement schema, JsonElement root, SortedSet<string> names, HashSet<string> followed)
    {
        if (schema.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in schema.EnumerateArray())
            {
                Collect(item, root, names, followed);
            }
        }

        if (schema.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("$ref", out var reference) && reference.GetString() is ['#', '/', .. var path] && followed.Add(path))
        {
            Collect(path.Split('/').Aggregate(root, Step), root, names, followed);
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                names.Add(property.Name);
                Collect(property.Value, root, names, followed);
            }
        }

        foreach (var keyword in new[] { "items", "prefixItems", "additionalProperties", "anyOf", "oneOf", "allOf" })
        {
            if (schema.TryGetProperty(keyword, out var inner))
            {
                Collect(inner, root, names, followed);
            }
        }
    }
}
