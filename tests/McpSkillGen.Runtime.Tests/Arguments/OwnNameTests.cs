using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Commands;
using McpSkillGen.Runtime.Tests.Support;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Runtime.Tests.Arguments;

/// <summary>A tool's own flag is never taken by one of every command, which keeps a name of its own.</summary>
public sealed class OwnNameTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public void A_tools_own_flag_gets_what_it_is_given(string name)
    {
        var tool = Tool(Text(name, name));

        var read = CommandLine.Read(tool, $"--{name}", "a");

        Assert.Empty(read.Problems);
        Assert.Equal($$"""{"{{name}}":"a"}""", read.Json);
        Assert.Equal((null, null, null, false, false, true), Options(read));
        Assert.False(read.WantsHelp);
    }

    [Fact]
    public void The_flag_of_every_command_keeps_a_name_of_its_own_beside_it()
    {
        var tool = Tool(Text("timeout", "timeout"), Text("output", "output"));

        var read = CommandLine.Read(tool, "--timeout", "30000", "--skill-timeout", "5", "--skill-output=f", "--output", "json", "--skill-json");

        Assert.Empty(read.Problems);
        Assert.Equal("""{"timeout":"30000","output":"json"}""", read.Json);
        Assert.Equal((TimeSpan.FromSeconds(5), "f", null, true, false, true), Options(read));
    }

    [Fact]
    public void A_denial_is_the_tools_too()
    {
        var tool = Tool(new ArgumentDefinition { WireName = "keepAlive", FlagName = "keep-alive", Kind = ArgumentKind.Boolean });

        Assert.Equal(("""{"keepAlive":false}""", true), Read("--no-keep-alive"));
        Assert.Equal(("""{"keepAlive":true}""", false), Read("--keep-alive", "--skill-no-keep-alive"));

        (string, bool) Read(params string[] args) => CommandLine.Read(tool, args) is var read ? (read.Json, read.Options.KeepAlive) : default;
    }

    [Fact]
    public void Help_says_which_name_to_use()
    {
        var tool = Tool(Text("timeout", "timeout"));
        var flags = ToolFlag.Of(tool);

        var help = new ToolHelp("sample", tool, flags, "sample describe t").Text();

        Assert.Contains("--output, --skill-timeout, --max-bytes", help, StringComparison.Ordinal);
        Assert.Contains("Here --timeout is an argument of the tool.", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--id", "id")]
    [InlineData("--_id", "_id")]
    [InlineData("--$filter", "$filter")]
    [InlineData("--filter", "filter")]
    [InlineData("--@type", "@type")]
    [InlineData("--first name", "first name")]
    [InlineData("--filter.id", "filter.id")]
    public void A_flag_that_is_a_propertys_exact_name_sets_that_one_and_no_other(string flag, string wireName)
    {
        var tool = Tool(
            Text("_id", "id-2"), Text("id", "id"), Text("$filter", "filter-2"), Text("@type", "type"), Text("first name", "first-name"), Text("filter.id", "filter-id"),
            new ArgumentDefinition { WireName = "filter", FlagName = "filter", Kind = ArgumentKind.Object, Properties = [Text("id", "id")] });

        var read = CommandLine.Read(tool, flag, wireName == "filter" ? "{}" : "x");

        Assert.Empty(read.Problems);
        Assert.Equal($$"""{"{{wireName}}":{{(wireName == "filter" ? "{}" : "\"x\"")}}}""", read.Json);
    }

    public static TheoryData<string> Names => [.. GlobalFlagNames.All, "version"];

    private static (TimeSpan?, string?, int?, bool, bool, bool) Options(CommandLine read) =>
        read.Options is (var output, var timeout, var keepAlive)
            ? (timeout, output.File, output.MaxBytes, output.AsJson, output.IsQuiet, keepAlive)
            : default;

    private static ToolDefinition Tool(params ArgumentDefinition[] arguments) => new() { WireName = "t", CommandName = "t", Arguments = arguments };

    private static ArgumentDefinition Text(string wireName, string flagName) => new() { WireName = wireName, FlagName = flagName, Kind = ArgumentKind.String };
}
