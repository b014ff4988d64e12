using System.Buffers;
using System.Text;
using McpSkillGen.Host.Calls;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Tests;

public sealed class ToolErrorMarkTests
{
    [Theory]
    [InlineData("""{"content":[],"isError":true}""", true)]
    [InlineData("""{"isError":true,"content":[]}""", true)]
    [InlineData("""{"content":[{"isError":true}],"isError":false}""", false)]
    [InlineData("""{"structuredContent":{"isError":true}}""", false)]
    [InlineData("""{"content":[{"text":"\"isError\":true"}]}""", false)]
    [InlineData("""{"isError":"true"}""", false)]
    [InlineData("""["isError",true]""", false)]
    [InlineData("""null""", false)]
    [InlineData("""{"isError" """, false)]
    public void Only_the_results_own_member_counts(string result, bool isError) =>
        Assert.Equal(isError, ToolErrorMark.IsIn(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(result))));
}
