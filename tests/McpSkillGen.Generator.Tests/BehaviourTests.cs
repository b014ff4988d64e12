using System.CodeDom.Compiler;
using System.Reflection;
using System.Text.Json;
using McpSkillGen.Generator.Tests.Harness;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Generator.Tests;

public sealed class BehaviourTests
{
    [Fact]
    public void A_method_is_called_as_the_design_shows_it()
    {
        var program = TestCompilation.Create("""
            using System.Threading;
            using System.Threading.Tasks;
            using Skills;

            internal static class Program
            {
                internal static async Task<string> Ask(CancellationToken cancellationToken)
                {
                    await using var weather = WeatherSkill.Connect();
                    var all = await weather.GetForecastAsync(new() { City = "Bern", Unit = "kelvin", Days = 3 }, cancellationToken);
                    var cities = await weather.ListCitiesAsync(cancellationToken);
                    return all.Text + cities.Text;
                }
            }
            """);

        GeneratorRun.Of(program, new Dictionary<string, string>(), TestFiles.Fixture("weather")).AssertCompiles();
    }

    [Theory]
    [InlineData("Least", """{"shapes":[],"blend":null,"depth":null,"source":1}""")]
    [InlineData("Nulls", """{"shapes":[{"kind":"circle","points":[],"label":null}],"blend":"add","depth":7,"source":null,"canvas":null,"opacity":null,"layer":null,"weights":null}""")]
    [InlineData("Most", """{"shapes":[{"kind":"oval","points":[[0,1.5],[]],"label":"\u0022"}],"blend":"new","depth":-1,"source":{"a":[]},"canvas":{"width":9007199254740993},"opacity":0.5,"layer":"top","weights":[1,null],"style":{"b":"c"},"extra":null,"tags":["a","z"]}""")]
    public void Arguments_send_what_is_there_and_omit_what_is_not(string method, string expected)
    {
        var program = TestCompilation.Create("""
            using System.Text.Json;
            using McpSkillGen.Runtime;
            using Skills;

            public static class Arguments
            {
                public static IToolArguments Least() => new DrawArguments { Shapes = [], Depth = null, Source = Json("1"), Blend = null };

                public static IToolArguments Nulls() => new DrawArguments
                {
                    Shapes = [new() { Kind = DrawArguments.ShapesKindValue.Circle, Points = [], Label = null as string }],
                    Depth = 7, Source = Json("null"), Blend = DrawArguments.BlendValue.Add,
                    Canvas = null as DrawArguments.CanvasValue, Opacity = null as double?, Layer = null as string,
                    Weights = new(null),
                };

                public static IToolArguments Most() => new DrawArguments
                {
                    Shapes = [new() { Kind = "oval", Points = [[0, 1.5], []], Label = "\"" }],
                    Depth = -1, Source = Json("{\"a\":[]}"), Blend = "new", Canvas = new DrawArguments.CanvasValue { Width = 9007199254740993 },
                    Opacity = 0.5, Layer = "top", Weights = new([1, null]), Style = new System.Collections.Generic.Dictionary<string, string> { ["b"] = "c" }, Extra = Json("null"),
                    Tags = [DrawArguments.TagsItem.A, "z"],
                };

                private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
            }
            """.Replace("public static", "/// <summary>For the test.</summary>\npublic static", StringComparison.Ordinal));
        var run = GeneratorRun.Of(program, new Dictionary<string, string>(), TestFiles.Fixture("shapes"));

        Assert.Equal(expected, EmittedSkill.Load(run).Json("Arguments", method));
    }

    [Fact]
    public void An_enum_that_nobody_set_is_an_error_and_no_null()
    {
        var program = TestCompilation.Create("""
            /// <summary>For the test.</summary>
            public static class Arguments
            {
                /// <summary>For the test.</summary>
                public static McpSkillGen.Runtime.IToolArguments Unset() => new Skills.SearchArguments { Query = "a", Sort = default(Skills.SearchArguments.SortValue) };
            }
            """);
        var skill = EmittedSkill.Load(GeneratorRun.Of(program, new Dictionary<string, string>(), TestFiles.Fixture("library")));

        var error = Assert.Throws<InvalidOperationException>(() => skill.Json("Arguments", "Unset"));
        Assert.StartsWith("A SortValue is default(SortValue), which has no text to send.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_definition_knows_every_tool_by_both_names()
    {
        var definition = EmittedSkill.Load(GeneratorRun.Of(TestFiles.Fixture("names"))).Definition;

        Assert.Equal(("names", "names"), (definition.Name, definition.ServerTitle));
        Assert.Equal(
            ["tool-list", "collide", "task", "system", "call-tool", "dispose", "get-x-2", "getx", "get-x", "find", "12306-query", "天气"],
            definition.Tools.Select(static tool => tool.CommandName));
        Assert.All(definition.Tools, tool =>
        {
            Assert.Equal(tool.WireName, definition.FindTool(tool.WireName)!.WireName);
            Assert.Equal(tool.WireName, definition.FindTool(tool.CommandName)!.WireName);
            using var described = JsonDocument.Parse(definition.DescribeTool(tool.WireName).ToArray());
            Assert.Equal(tool.WireName, described.RootElement.GetProperty("name").GetString());
        });
        Assert.Null(definition.FindTool("nothing"));
        Assert.True(definition.DescribeTool("nothing").IsEmpty);
    }

    [Fact]
    public void The_definition_has_what_the_command_line_needs()
    {
        var forecast = EmittedSkill.Load(GeneratorRun.Of(TestFiles.Fixture("weather"))).Definition.FindTool("get-forecast")!;

        Assert.Equal(ToolTraits.ReadOnly | ToolTraits.OpenWorld, forecast.Traits);
        Assert.Equal(["city", "unit", "days", "hourly"], forecast.Arguments.Select(static argument => argument.FlagName));
        var unit = forecast.Arguments[1];
        Assert.Equal((ArgumentKind.String, false, "\"celsius\""), (unit.Kind, unit.IsRequired, unit.DefaultJson));
        Assert.Equal(["celsius", "fahrenheit"], unit.AllowedValues);
    }

    [Theory]
    [InlineData("library")]
    [InlineData("shapes")]
    public void Every_emitted_type_says_what_generated_it(string fixture)
    {
        var types = EmittedSkill.Load(GeneratorRun.Of(TestFiles.Fixture(fixture))).Definition.GetType().Assembly.GetTypes()
            .Where(static type => type.Namespace == "Skills" && !type.Name.StartsWith('<'));

        Assert.All(types, static type => Assert.Equal("McpSkillGen.Generator", type.GetCustomAttribute<GeneratedCodeAttribute>()?.Tool));
    }
}
