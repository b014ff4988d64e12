using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Tests.Support;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Runtime.Tests.Arguments;

public sealed class UnionTests
{
    private static readonly ToolDefinition Tool = new()
    {
        WireName = "t",
        CommandName = "t",
        Arguments =
        [
            Union("version", Of(ArgumentKind.Integer), Of(ArgumentKind.String)),
            Union("page", new() { WireName = "", FlagName = "", Kind = ArgumentKind.Integer, Minimum = 1 }, Of(ArgumentKind.Boolean)),
            Union("ids", Of(ArgumentKind.Object), List(ArgumentKind.Integer)),
            Union("weights", List(ArgumentKind.Number), Of(ArgumentKind.Boolean)),
            Union("target", Kind("email", "to"), Kind("slack", "channel")),
            new() { WireName = "open", FlagName = "open", Kind = ArgumentKind.Array },
            new() { WireName = "scale", FlagName = "scale", Kind = ArgumentKind.String, IsRequired = true, AllowedValues = ["css", "device"], DefaultJson = "\"css\"" },
        ],
    };

    [Theory]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("1", "1")]
    [InlineData("1.0", "1.0")]
    [InlineData("true", "\"true\"")]
    [InlineData("\"1\"", "\"1\"")]
    public void What_only_a_text_can_be_is_a_text(string given, string sent) => Assert.Equal($$"""{"version":{{sent}},"scale":"css"}""", Bound("--version", given));

    [Theory]
    [InlineData("ids", "5", "[5]")]
    [InlineData("ids", "[5]", "[5]")]
    [InlineData("ids", """{"a":1}""", """{"a":1}""")]
    [InlineData("weights", "1.5", "[1.5]")]
    [InlineData("weights", "false", "false")]
    public void One_item_of_a_list_is_a_list(string flag, string given, string sent) =>
        Assert.Equal($$"""{"{{flag}}":{{sent}},"scale":"css"}""", Bound($"--{flag}", given));

    [Fact]
    public void An_array_that_says_nothing_of_its_items_takes_the_flag_again_and_again() =>
        Assert.Equal("""{"open":["x",1],"scale":"css"}""", Bound("--open", "x", "--open", "1"));

    [Fact]
    public void A_required_default_is_sent_unless_another_value_is_given()
    {
        Assert.Equal("""{"scale":"css"}""", Bound());
        Assert.Equal("""{"scale":"device"}""", Bound("--scale", "device"));
    }

    [Fact]
    public void One_of_several_objects_is_sent_if_it_fits_one() =>
        Assert.Equal("""{"target":{"kind":"slack","channel":"c"},"scale":"css"}""", Bound("--target", """{"kind":"slack","channel":"c"}"""));

    [Theory]
    [InlineData("{}", "--target.kind is missing; expected email.")]
    [InlineData("""{"kind":"slack"}""", "--target.channel is missing; expected a string.")]
    [InlineData("""{"kind":"slack","channel":7}""", "--target.channel is '7'; expected a string.")]
    public void An_object_that_fits_none_is_refused_with_all_shapes_and_the_nearest_ones_problem(string given, string nearest) =>
        Assert.Equal(
            [$$"""--target is '{{given}}'; expected {kind: "email", to: string} or {kind: "slack", channel: string}.""", nearest],
            CommandLine.Read(Tool, "--target", given).Problems);

    [Fact]
    public void The_only_alternative_of_a_values_type_says_what_is_wrong() =>
        Assert.Equal(["--page is '0'; expected an integer, at least 1."], CommandLine.Read(Tool, "--page", "0").Problems);

    [Fact]
    public void Patterns_have_one_budget_for_a_call_and_then_the_server_decides()
    {
        var budget = new PatternBudget();
        var plain = TextPattern.Of("^x$");

        Assert.False(budget.MayMatch(plain, "y"));
        Assert.True(budget.MayMatch(TextPattern.Of("^(.*a){30}$"), new string('a', 29) + "!"));
        Assert.True(budget.MayMatch(plain, "y"));
    }

    private static string Bound(params string[] args)
    {
        var read = CommandLine.Read(Tool, args);
        Assert.Empty(read.Problems);
        return read.Json;
    }

    private static ArgumentDefinition Of(ArgumentKind kind) => new() { WireName = "", FlagName = "", Kind = kind };

    private static ArgumentDefinition List(ArgumentKind item) => new() { WireName = "", FlagName = "", Kind = ArgumentKind.Array, Item = Of(item) };

    private static ArgumentDefinition Union(string name, params ArgumentDefinition[] alternatives) =>
        new() { WireName = name, FlagName = name, Kind = ArgumentKind.Json, Alternatives = alternatives };

    private static ArgumentDefinition Kind(string kind, string property) => new()
    {
        WireName = "", FlagName = "", Kind = ArgumentKind.Object,
        Properties =
        [
            new() { WireName = "kind", FlagName = "kind", Kind = ArgumentKind.String, AllowedValues = [kind], IsRequired = true },
            new() { WireName = property, FlagName = property, Kind = ArgumentKind.String, IsRequired = true },
        ],
    };
}
