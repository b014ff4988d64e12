using System.Text.Json;
using McpSkillGen.Generator.Tests.Harness;

namespace McpSkillGen.Generator.Tests;

/// <summary>What a caller gets of a tool that has an <c>outputSchema</c>.</summary>
public sealed class ResultTests
{
    private static readonly Lazy<EmittedSkill> Library = new(static () => EmittedSkill.Load(GeneratorRun.Of(TestFiles.Fixture("library"))));

    [Fact]
    public void A_result_reads_as_a_caller_would_write_it()
    {
        var program = TestCompilation.Create("""
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading.Tasks;
            using Skills;

            internal static class Program
            {
                internal static async Task<string> Ask()
                {
                    await using var library = LibrarySkill.Connect();
                    var found = await library.SearchAsync(new()
                    {
                        Query = new[] { "atlas", "map" },
                        Filter = new SearchArguments.All { Conditions = [new SearchArguments.Term { Field = "title", Value = 3.5 }] },
                        Labels = new Dictionary<string, string> { ["shelf"] = "b" },
                        Sort = SearchArguments.SortValue.Title,
                        Price = 9.95m,
                        Page = new SearchArguments.Cursor(),
                    });
                    var prices = found.Value.Items.OfType<SearchResult.Item.Book>().Sum(static book => book.Value.Price);
                    var years = await library.YearsAsync();
                    return found.Value.Items[0] switch
                    {
                        SearchResult.Item.Book { Value.Language: { } language } => language.Value,
                        SearchResult.Item.Map { Value.Scale: SearchResult.ItemMapScaleValue.Integer { Value: > 100 } scale } => scale.Value + "",
                        SearchResult.Item.Text { Value: var text } => text + prices + years.Value[0].Year,
                        _ => found.Problem ?? found.Text,
                    };
                }
            }
            """);

        GeneratorRun.Of(program, new Dictionary<string, string>(), TestFiles.Fixture("library")).AssertCompiles();
    }

    [Theory]
    [InlineData("""{"total":1,"items":[],"next":null,"unknown":{"a":1}}""", null)]
    [InlineData("""{"total":3.0,"items":["a",{"kind":"book","price":1,"extra":[]},{"kind":"map","scale":"1:100"},{"kind":"globe"},7],"next":"b"}""", null)]
    [InlineData("""{"total":1,"items":[],"next":null,"tree":{"name":"a","children":[{"name":"b","children":null}]},"facets":null}""", null)]
    [InlineData("""{"total":1,"items":[]}""", "$.next: required, but missing")]
    [InlineData("""{"total":"1","items":[],"next":null}""", "$.total: expected an integer, got \"1\"")]
    [InlineData("""{"total":1.5,"items":[],"next":null}""", "$.total: expected an integer of 64 bits, got 1.5")]
    [InlineData("""{"total":1e30,"items":[],"next":null}""", "$.total: expected an integer of 64 bits, got 1e30")]
    [InlineData("""{"total":1,"items":["",{"kind":"book","price":"n/a"}],"next":null}""", "$.items[1].price: expected a number, got \"n/a\"")]
    [InlineData("""{"total":1,"items":{},"next":null}""", "$.items: expected an array, got an object")]
    [InlineData("""{"total":1,"items":[],"next":null,"facets":{"a b":true}}""", "$.facets['a b']: expected an integer, got true")]
    [InlineData("""{"total":1,"items":[],"next":null,"tree":{"name":"a","children":[{"name":"b"},{"name":null}]}}""", "$.tree.children[1].name: expected a string, got null")]
    [InlineData("[]", "$: expected an object, got an array")]
    public void A_result_that_is_not_what_the_schema_says_is_told_to_the_place(string structured, string? problem)
    {
        var (value, actual) = Read("SearchResult", $$"""{"structuredContent":{{structured}}}""");

        Assert.Equal(problem is null ? null : "The result does not match its schema: " + problem, actual);
        Assert.Equal(problem is null, value is not null);
    }

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"{\"total\":1,\"items\":[],\"next\":null}"}]}""", null)]
    [InlineData("""{"content":[{"type":"image"},{"type":"text","text":"{\"total\":1,\"items\":[],\"next\":null}"}],"structuredContent":null}""", null)]
    [InlineData("""{"content":[{"type":"text","text":"{\"total\":\"x\",\"items\":[],\"next\":null}"}]}""", "The result does not match its schema: $.total: expected an integer, got \"x\"")]
    [InlineData("""{"content":[{"type":"text","text":"Found one."}]}""", "The result has no structuredContent and no text that is JSON.")]
    [InlineData("""{"content":[{"type":"text","text":"{}"},{"type":"text","text":"{}"}]}""", "The result has no structuredContent and no text that is JSON.")]
    [InlineData("{}", "The result has no structuredContent and no text that is JSON.")]
    [InlineData("""{"isError":true,"content":[{"type":"text","text":"No shelf."}],"structuredContent":{"total":1,"items":[],"next":null}}""", "The tool reported an error: No shelf.")]
    [InlineData("""{"isError":true}""", "The tool reported an error and did not say why.")]
    public void Without_structured_content_the_only_text_is_read_if_it_is_the_same_json(string result, string? problem) =>
        Assert.Equal(problem, Read("SearchResult", result).Problem);

    [Fact]
    public void What_an_open_record_does_not_name_is_in_its_additional_properties()
    {
        var (value, _) = Read("SearchResult", """{"structuredContent":{"total":1,"next":null,"items":[{"kind":"book","price":2,"extra":[1]}]}}""");

        var book = ((IEnumerable<object>)Get(value!, "Items")!).Single();
        var others = (IReadOnlyDictionary<string, JsonElement>)Get(Get(book, "Value")!, "AdditionalProperties")!;
        Assert.Equal("extra: [1]", string.Join(", ", others.Select(static other => $"{other.Key}: {other.Value}")));
    }

    private static object? Get(object value, string property) => value.GetType().GetProperty(property)!.GetValue(value);

    private static (object? Value, string? Problem) Read(string type, string json)
    {
        var result = TypedResult.Of(Library.Value.Type(type), JsonDocument.Parse(json).RootElement);
        return (result.Value, result.Problem);
    }
}
