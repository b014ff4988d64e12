using System.Text;
using System.Text.Json;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Generator.Tests.Harness;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Arguments;
using McpSkillGen.Runtime.Commands;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;
using ArgumentKind = McpSkillGen.Runtime.Vocabulary.ArgumentKind;

namespace McpSkillGen.Cli.Tests;

/// <summary>
/// Everything that a kind of argument needs, each facet on the real thing: from a schema, through the generator, to a compiled
/// definition and what an executor does with it. A new <see cref="ArgumentKind"/> fails here until each facet knows it.
/// </summary>
public sealed class ArgumentKindTests
{
    private const string Flag = "--value";

    // A flag that only this kind has, and what each facet must make of it.
    private static readonly Dictionary<ArgumentKind, Sample> Samples = new()
    {
        [ArgumentKind.String] = new("""{"type":"string"}""", [Flag, "7"], "\"7\"", WrongJson: "7")
        {
            Spelled = "--value TEXT", Shape = "string", Documented = "string", Expected = "a string", Remarks = "required",
        },
        [ArgumentKind.Integer] = new("""{"type":"integer"}""", [Flag, "7"], "7", WrongJson: "1.5")
        {
            Spelled = "--value INTEGER", Shape = "integer", Documented = "integer, number", Expected = "an integer", Remarks = "required", WrongTexts = ["1.5", "x"],
        },
        [ArgumentKind.Number] = new("""{"type":"number"}""", [Flag, "1.5"], "1.5", WrongJson: "true")
        {
            Spelled = "--value NUMBER", Shape = "number", Documented = "integer, number", Expected = "a number", Remarks = "required", WrongTexts = ["x"],
        },
        [ArgumentKind.Boolean] = new("""{"type":"boolean"}""", [Flag], "true", WrongJson: "1")
        {
            Spelled = "--value", Shape = "boolean", Documented = "boolean", Expected = "true or false", Remarks = "required", WrongTexts = ["maybe"], Completed = ["--value=true", "--value=false"],
        },
        [ArgumentKind.Array] = new("""{"type":"array","items":{"type":"integer"}}""", [Flag, "1", Flag, "2"], "[1,2]", WrongJson: "{}")
        {
            Spelled = "--value INTEGER ...", Shape = "integer[]", Documented = "array", Expected = "an integer each time, or a JSON array", Remarks = "required; repeatable", WrongTexts = ["x"], IsRepeatable = true,
        },
        [ArgumentKind.Object] = new("""{"type":"object","additionalProperties":{"type":"integer"}}""", [Flag, "a=1"], """{"a":1}""", WrongJson: "[]")
        {
            Spelled = "--value NAME=VALUE ...", Shape = "{[name]: integer}", Documented = "map", Expected = "name=value each time, or a JSON object", Remarks = "required; repeatable; JSON: `{[name]: integer}`", WrongTexts = ["x", "a=x"], IsRepeatable = true,
        },
        [ArgumentKind.Json] = new("""{"type":["integer","boolean"]}""", [Flag, "7"], "7", WrongJson: "\"x\"")
        {
            Spelled = "--value INTEGER|true|false", Shape = "integer | boolean", Documented = "several types", Expected = "an integer or true or false", Remarks = "required", WrongTexts = ["x"],
        },
    };

    private static readonly Lazy<(IReadOnlyList<ToolModel> Models, SkillDefinition Definition)> Skill = new(static () =>
    {
        var tools = string.Join(',', Samples.Select(static sample =>
            $$"""{"name":"{{NameOf(sample.Key)}}","inputSchema":{"type":"object","required":["value"],"properties":{"value":{{sample.Value.Schema}} } } }"""));
        var text = $$"""{"tools":[{{tools}}]}""";
        return (
            [.. SkillReader.Read(CatalogParser.Parse(text).Catalog, new SkillName("kinds")).Skill.Tools],
            EmittedSkill.Load(GeneratorRun.Of(new TestCatalog("/kinds/mcp-catalog.json", text))).Definition);
    });

    public static TheoryData<ArgumentKind> Kinds => [.. Enum.GetValues<ArgumentKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_schema_is_read_as_it(ArgumentKind kind) => Assert.Equal(kind.ToString(), Model(kind).Arguments[0].Kind.ToString());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_emitted_definition_says_it(ArgumentKind kind) => Assert.Equal(kind, Argument(kind).Kind);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_flag_becomes_its_JSON_unless_its_text_is_of_another_kind(ArgumentKind kind)
    {
        Assert.Equal(("", $"{{\"value\":{Of(kind).Json}}}"), Bind(kind, Of(kind).Words));
        Assert.All(Of(kind).WrongTexts, text => Assert.NotEmpty(Bind(kind, [$"{Flag}={text}"]).Problems));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_value_of_another_kind_is_refused_and_its_own_is_not(ArgumentKind kind)
    {
        Assert.Empty(Check(kind, Of(kind).Json));
        Assert.Single(Check(kind, Of(kind).WrongJson));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_refusal_says_what_is_expected(ArgumentKind kind) =>
        Assert.EndsWith($"; expected {Of(kind).Expected}.", Check(kind, Of(kind).WrongJson).Single(), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Help_shows_what_to_write_for_it(ArgumentKind kind)
    {
        var tool = Tool(kind);
        var help = new ToolHelp("kinds", tool, ToolFlag.Of(tool), "kinds describe").Text();

        Assert.Contains($"Usage: kinds {tool.CommandName} {Of(kind).Spelled}\n", help, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_shell_completes_its_values_and_its_flag_as_often_as_it_can_be_given(ArgumentKind kind)
    {
        var command = Tool(kind).CommandName;

        Assert.Equal(Of(kind).Completed, Complete($"={Flag}=", command));
        Assert.Equal([Flag], Complete("=--va", command));
        Assert.Equal(Of(kind).IsRepeatable ? [Flag] : [], Complete(["=--va", command, .. Of(kind).Words]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_reference_page_shows_what_to_write_for_it(ArgumentKind kind)
    {
        var flag = ToolFlag.Of(ArgumentDefinitions.Of(Model(kind)))[0];

        Assert.Equal((Of(kind).Spelled, Of(kind).Remarks), (FlagText.Spelled(flag), FlagText.Remarks(flag.Definition)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_executor_takes_its_example(ArgumentKind kind)
    {
        var example = ExampleCall.Of(Model(kind));

        Assert.Equal(("", example.Json), Bind(kind, example.Flags));
        using var json = JsonDocument.Parse(example.Json);
        Assert.Empty(Check(kind, json.RootElement.GetProperty("value").GetRawText()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Within_an_object_it_is_named_in_the_objects_shape(ArgumentKind kind)
    {
        var item = new ArgumentDefinition { WireName = "all", FlagName = "all", Kind = ArgumentKind.Object, Properties = [Argument(kind)] };
        var list = new ArgumentDefinition { WireName = "all", FlagName = "all", Kind = ArgumentKind.Array, Item = item };

        Assert.Equal($"{{value: {Of(kind).Shape}}}[]", JsonShape.Of(list)?.Text);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Beside_a_string_its_JSON_is_not_taken_for_text(ArgumentKind kind)
    {
        var text = new ArgumentDefinition { WireName = "value", FlagName = "value", Kind = ArgumentKind.String };
        var either = new ArgumentDefinition { WireName = "value", FlagName = "value", Kind = ArgumentKind.Json, Alternatives = [text, Argument(kind)] };
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            new TextValue(writer, [], new PatternBudget()).Write(Flag, either, [Of(kind).Json]);
        }

        Assert.Equal(Of(kind).Json, Encoding.UTF8.GetString(json.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_page_about_the_command_line_says_how_to_write_it(ArgumentKind kind) =>
        Assert.Contains($"\n| {Of(kind).Documented} | ", File.ReadAllText(Repository.PathOf("docs/command-line.md")), StringComparison.Ordinal);

    private static Sample Of(ArgumentKind kind) =>
        Samples.GetValueOrDefault(kind) ?? throw new InvalidOperationException($"ArgumentKind.{kind} is new: add a sample of it, and then what each test asks for.");

    private static string NameOf(ArgumentKind kind) => $"{kind}-kind".ToLowerInvariant();

    private static ToolModel Model(ArgumentKind kind) => Of(kind) is null ? null! : Skill.Value.Models.Single(tool => tool.Name.WireName == NameOf(kind));

    private static ToolDefinition Tool(ArgumentKind kind) => Of(kind) is null ? null! : Skill.Value.Definition.FindTool(NameOf(kind))!;

    private static ArgumentDefinition Argument(ArgumentKind kind) => Tool(kind).Arguments[0];

    private static (string Problems, string Json) Bind(ArgumentKind kind, IEnumerable<string> words)
    {
        var flags = ToolFlag.Of(Tool(kind));
        var line = ParsedLine.Parse(NameOf(kind), flags, [.. words], takesWords: false);
        var json = new ArgumentBinder(line).Bind(flags);
        return (string.Join('\n', line.Problems), Encoding.UTF8.GetString(json.Span));
    }

    private static List<string> Check(ArgumentKind kind, string json)
    {
        using var value = JsonDocument.Parse(json);
        var problems = new List<string>();
        new ValueCheck(problems, new PatternBudget()).Check(Flag, Argument(kind), value.RootElement);
        return problems;
    }

    private static IEnumerable<string> Complete(params string[] words) => CompleteCommand.Answer(Skill.Value.Definition, words)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('\t')[0]);

    /// <param name="Schema">Of the property <c>value</c>, which is required.</param>
    /// <param name="Words">A command line with the flag.</param>
    /// <param name="Json">What is sent for it.</param>
    /// <param name="WrongJson">What only other kinds allow.</param>
    private sealed record Sample(string Schema, string[] Words, string Json, string WrongJson)
    {
        /// <summary>The flag in help and references.</summary>
        public required string Spelled { get; init; }

        /// <summary>The kind in the shape of an object.</summary>
        public required string Shape { get; init; }

        /// <summary>The kind's row in <c>docs/command-line.md</c>.</summary>
        public required string Documented { get; init; }

        /// <summary>What a message says after "expected".</summary>
        public required string Expected { get; init; }

        /// <summary>What the reference page says beside the flag.</summary>
        public required string Remarks { get; init; }

        /// <summary>What the flag must not take. A string takes every text.</summary>
        public string[] WrongTexts { get; init; } = [];

        /// <summary>What completes <c>--value=</c>.</summary>
        public string[] Completed { get; init; } = [];

        public bool IsRepeatable { get; init; }
    }
}
