using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Tests.Json;

public sealed class PagedListTests
{
    [Theory]
    [InlineData("""{"tools":["a"],"nextCursor":"x"}""", """{"tools":["b"]}""")]
    [InlineData("""{"tools":["a"],"nextCursor":"x"}""", """{"tools":["b"],"nextCursor":""}""")]
    [InlineData("""{"tools":["a"],"nextCursor":"x"}""", """{"tools":["b"],"nextCursor":null}""")]
    [InlineData("""{"tools":["a"],"nextCursor":"x"}""", """{"tools":["b"],"nextCursor":false}""")]
    [InlineData("""{"tools":["a","b"],"nextCursor":"x"}""", """{"tools":["a","b"],"nextCursor":"x"}""")]
    [InlineData("""{"tools":["a","b"],"nextCursor":"x"}""", """{"tools":["a","b"],"nextCursor":"y"}""")]
    [InlineData("""{"tools":["a"],"nextCursor":"x"}""", """{"tools":["b"],"nextCursor":"x"}""")]
    [InlineData("""{"tools":["a"],"nextCursor":"x"}""", """{"tools":[],"nextCursor":1}""", """{"tools":["a","b"]}""")]
    [InlineData("""{"tools":["a"],"nextCursor":{"n":1}}""", """{"tools":["b"],"nextCursor":{"n":2}}""", """{"tools":["a"],"nextCursor":{"n":3}}""")]
    public void List_ends_where_the_server_says_so_or_begins_to_repeat_itself(params string[] pages)
    {
        var list = new PagedList("tools");
        foreach (var page in pages)
        {
            Assert.NotNull(list.NextPage);
            Assert.True(Add(list, page));
        }

        Assert.Null(list.NextPage);
        Assert.Null(list.Shortage);
        Assert.Equal(["a", "b"], list.Items.ConvertAll(static item => item.GetString()));
    }

    [Fact]
    public void Cursor_is_sent_back_as_it_came()
    {
        var list = new PagedList("tools");
        Assert.Equal("{}", Next(list));
        Add(list, """{"tools":["a"],"nextCursor":2}""");
        Assert.Equal("""{"cursor":2}""", Next(list));
        Add(list, """{"tools":["b"],"nextCursor":"\u00e9"}""");
        Assert.Equal("""{"cursor":"\u00e9"}""", Next(list));
    }

    [Fact]
    public void List_without_end_is_kept_as_far_as_it_was_read()
    {
        var list = new PagedList("tools");
        for (var page = 0; list.NextPage is not null; page++)
        {
            Add(list, $$"""{"tools":[{{page}}],"nextCursor":{{page}}}""");
        }

        Assert.Equal(PagedList.MaxPages, list.Items.Count);
        Assert.Equal("has more than 1000 pages", list.Shortage);
    }

    [Fact]
    public void Long_list_is_kept_as_far_as_it_was_read()
    {
        var list = new PagedList("tools");
        list.TryAdd(JsonElement.Parse("""{"tools":["a"],"nextCursor":"x"}"""), PagedList.MaxLength);
        Assert.NotNull(list.NextPage);
        list.TryAdd(JsonElement.Parse("""{"tools":["b"],"nextCursor":"y"}"""), 1);
        Assert.Null(list.NextPage);
        Assert.Equal(2, list.Items.Count);
        Assert.Equal("is longer than 16 MB", list.Shortage);
    }

    [Fact]
    public void List_of_one_page_is_as_the_server_sent_it()
    {
        var list = new PagedList("tools");
        Assert.True(Add(list, """{"tools":["a","a"]}"""));
        Assert.Equal(2, list.Items.Count);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"tools\"")]
    [InlineData("""{"tools":{"a":1}}""")]
    [InlineData("""{"other":[]}""")]
    public void What_is_not_a_list_is_said_and_ends_it(string page)
    {
        var list = new PagedList("tools");
        Assert.False(Add(list, page));
        Assert.Null(list.NextPage);
    }

    private static bool Add(PagedList list, string page) => list.TryAdd(JsonElement.Parse(page), page.Length);

    private static string Next(PagedList list) => Encoding.UTF8.GetString(list.NextPage!.Value.Span);
}
