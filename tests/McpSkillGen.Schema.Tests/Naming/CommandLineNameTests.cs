using McpSkillGen.Schema.Naming;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Schema.Tests.Naming;

public sealed class CommandLineNameTests
{
    [Theory]
    [InlineData("get_sum", "get-sum")]
    [InlineData("orderBy", "order-by")]
    [InlineData("userIDs", "user-ids")]
    [InlineData("reactions-+1", "reactions-plus-1")]
    [InlineData("$and", "and")]
    [InlineData("日本語", "日本語")]
    [InlineData("", "empty")]
    [InlineData("--", "minus-minus")]
    [InlineData("a\nb;rm -rf", "a-b-rm-rf")]
    public void Names_are_the_words_in_kebab_case(string name, string expected) => Assert.Equal(expected, CommandLineName.Kebab(name));

    [Fact]
    public void A_tools_command_hides_no_built_in_one() =>
        Assert.All(CommandNames.Reserved, static builtIn => Assert.Equal("tool-" + builtIn, CommandLineName.Commands([builtIn]).Single()));

    [Fact]
    public void An_arguments_flag_is_its_own_even_if_every_command_has_one_of_that_name() =>
        Assert.All(GlobalFlagNames.All, static flag => Assert.Equal(flag, CommandLineName.Flags([flag]).Single()));

    [Theory]
    [InlineData("_id id", "id-2 id")]
    [InlineData("$filter filter @type", "filter-2 filter type")]
    [InlineData("ID _id id-2 id", "id-3 id-4 id-2 id")]
    [InlineData("json JSON", "json json-2")]
    public void A_flag_is_first_that_of_the_property_whose_name_it_is(string wireNames, string flags) =>
        Assert.Equal(flags.Split(' '), CommandLineName.Flags(wireNames.Split(' ')));

    [Fact]
    public void Commands_and_flags_that_collide_are_numbered_in_order()
    {
        Assert.Equal(["get-sum", "get-sum-2", "list-2", "tool-list"], CommandLineName.Commands(["get_sum", "getSum", "list_2", "list"]));
        Assert.Equal(["order-by", "order-by-2"], CommandLineName.Flags(["orderBy", "order_by"]));
    }

    [Fact]
    public void No_command_is_another_tools_wire_name()
    {
        string[] tools = ["get_sum", "getSum", "get-sum", "get-sum-2", "List", "list", "tool_list", "tool-list", "Tool-List"];
        var commands = CommandLineName.Commands(tools);

        Assert.Equal(tools.Length, commands.Distinct().Count());
        for (var i = 0; i < tools.Length; i++)
        {
            Assert.DoesNotContain(tools, (tool => tool == commands[i] && tool != tools[i]));
        }
    }

    [Fact]
    public void A_tool_added_at_the_end_renames_none_unless_its_name_is_that_command()
    {
        string[] tools = ["get_sum", "getSum", "list", "help", "日本", "a-b", "A_B", "+1"];
        var before = ToolName.ForAll(tools);

        Assert.All(
            ["GetSum", "List", "get_sum2", "new", "a_b", "日本2"],
            added => Assert.Equal(before, ToolName.ForAll([.. tools, added]).Take(tools.Length)));
        Assert.Equal(["get-sum-2", "get-sum"], CommandLineName.Commands(["get_sum", "get-sum"]));
    }
}
