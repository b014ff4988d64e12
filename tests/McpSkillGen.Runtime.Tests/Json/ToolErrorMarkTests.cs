using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Runtime.Tests.Json;

public sealed class ToolErrorMarkTests
{
    [Theory]
    [InlineData("""{"content":[],"isError":true}""", true)]
    [InlineData("""{"isError":true,"content":[]}""", true)]
    [InlineData("""{"content":[{"isError":true}],"isError":false}""", false)]
    [InlineData("""{"structuredContent":{"isError":true}}""", false)]
    [InlineData("""{"content":[{"text":"\"isError\":true"}]}""", false)]
    [InlineData("""{"isError":"true"}""", true)]
    [InlineData("""{"isError":"no"}""", false)]
    [InlineData("""{"isError":1}""", true)]
    [InlineData("""{"isError":null}""", false)]
    [InlineData("""{"isError":[true]}""", false)]
    [InlineData("""{"isError":true,"isError":false}""", false)]
    [InlineData("""{"\ud800":1,"isErr\ud83d":2,"isErr\u006fr":true,"x":"\udc00"}""", true)]
    [InlineData("""["isError",true]""", false)]
    [InlineData("""null""", false)]
    public void Only_the_results_own_member_counts_and_of_two_the_last(string result, bool isError)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(result), ToolErrorMark.ReaderOptions);

        Assert.Equal(isError, ToolErrorMark.IsIn(ref reader));
    }
}
