using McpSkillGen.Schema.Naming;

namespace McpSkillGen.Schema.Tests.Naming;

public sealed class ToolNameTests
{
    [Fact]
    public void One_tool_has_one_name_everywhere()
    {
        var name = ToolName.ForAll(["get_sum"]).Single();

        Assert.Equal(new ToolName("get_sum", "get-sum", "GetSum", "GetSum"), name);
        Assert.Equal("GetSumAsync", name.Method);
        Assert.Equal("GetSumArguments", name.ArgumentsType);
    }

    [Fact]
    public void Methods_hide_none_of_the_client() =>
        Assert.Equal(
            ["CallToolTool", "DisposeTool", "Definition", "CallToolTool2"],
            ToolName.ForAll(["call_tool", "dispose", "definition", "call-tool-tool"]).Select(static name => name.Identifier));

    [Fact]
    public void Files_are_unique_where_case_is_ignored_and_ascii() =>
        Assert.Equal(
            ["GetX", "Getx_2", "___", "____2"],
            ToolName.ForAll(["get_x", "getx", "日本語", "中文字"]).Select(static name => name.FileStem));
}
