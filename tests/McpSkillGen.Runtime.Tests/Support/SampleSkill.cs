using System.Text;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Runtime.Tests.Support;

/// <summary>A skill as the generator would describe it, with a flag of every kind.</summary>
internal class SampleSkill : SkillDefinition
{
    public static ToolDefinition Everything { get; } = new()
    {
        WireName = "do_everything",
        CommandName = "do-everything",
        Title = "Everything",
        Description = "Does it all.\n\nCarefully.\u001b[31m",
        Traits = ToolTraits.Destructive | ToolTraits.OpenWorld,
        Arguments =
        [
            Argument("text", ArgumentKind.String),
            Argument("count", ArgumentKind.Integer),
            Argument("ratio", ArgumentKind.Number),
            Argument("dry_run", ArgumentKind.Boolean, "dry-run"),
            new() { WireName = "color", FlagName = "color", Kind = ArgumentKind.String, AllowedValues = ["red", "green", "blue"], DefaultJson = "\"red\"" },
            List("tags", ArgumentKind.String),
            List("numbers", ArgumentKind.Integer),
            List("switches", ArgumentKind.Boolean),
            List("rows", ArgumentKind.Object),
            Argument("matrix", ArgumentKind.Array),
            Argument("anything", ArgumentKind.Json),
            new()
            {
                WireName = "filter",
                FlagName = "filter",
                Kind = ArgumentKind.Object,
                Properties =
                [
                    new() { WireName = "ownerName", FlagName = "owner-name", Kind = ArgumentKind.String, IsRequired = true },
                    Argument("limit", ArgumentKind.Integer),
                    new()
                    {
                        WireName = "range", FlagName = "range", Kind = ArgumentKind.Object,
                        Properties = [Argument("from", ArgumentKind.Integer), Argument("to", ArgumentKind.Integer)],
                    },
                ],
            },
        ],
    };

    public static ToolDefinition Strict { get; } = new()
    {
        WireName = "strict",
        CommandName = "strict",
        Arguments =
        [
            new() { WireName = "message", FlagName = "message", Kind = ArgumentKind.String, IsRequired = true, Description = "What to\tsay.\nAt length." },
            new() { WireName = "amount", FlagName = "amount", Kind = ArgumentKind.Integer, IsRequired = true },
            new() { WireName = "options", FlagName = "options", Kind = ArgumentKind.Object, IsRequired = true },
        ],
    };

    /// <summary>A flag for everything that a schema can ask of a value.</summary>
    public static ToolDefinition Limited { get; } = new()
    {
        WireName = "limited",
        CommandName = "limited",
        Arguments =
        [
            new() { WireName = "percent", FlagName = "percent", Kind = ArgumentKind.Integer, Minimum = 0, Maximum = 100 },
            new() { WireName = "ratio", FlagName = "ratio", Kind = ArgumentKind.Number, Minimum = 0, IsMinimumExclusive = true, Maximum = 1 },
            new() { WireName = "price", FlagName = "price", Kind = ArgumentKind.Number, MultipleOf = 0.1 },
            new() { WireName = "level", FlagName = "level", Kind = ArgumentKind.Integer, AllowedValues = ["1", "2", "3"] },
            new() { WireName = "code", FlagName = "code", Kind = ArgumentKind.String, MinLength = 2, MaxLength = 4 },
            new() { WireName = "slug", FlagName = "slug", Kind = ArgumentKind.String, Pattern = TextPattern.Of("^[a-z]+$") },
            new() { WireName = "due", FlagName = "due", Kind = ArgumentKind.String, IsNullable = true, Format = "date" },
            new() { WireName = "parent", FlagName = "parent", Kind = ArgumentKind.Integer, IsNullable = true },
            new() { WireName = "agree", FlagName = "agree", Kind = ArgumentKind.Boolean, AllowedValues = ["true"] },
            new() { WireName = "mixed", FlagName = "mixed", Kind = ArgumentKind.Json, AllowedValues = ["\"auto\"", "1", "null", "\"1\""] },
            new()
            {
                WireName = "names",
                FlagName = "names",
                Kind = ArgumentKind.Array,
                Item = new() { WireName = "names", FlagName = "names", Kind = ArgumentKind.String, MaxLength = 5 },
                MinItems = 2,
                MaxItems = 3,
                HasUniqueItems = true,
            },
            new() { WireName = "labels", FlagName = "labels", Kind = ArgumentKind.Object, Value = Argument("labels", ArgumentKind.Integer) },
            new()
            {
                WireName = "id",
                FlagName = "id",
                Kind = ArgumentKind.Json,
                Alternatives = [Argument("id", ArgumentKind.String), Argument("id", ArgumentKind.Integer)],
            },
            new() { WireName = "to", FlagName = "to", Kind = ArgumentKind.Json, Alternatives = [Argument("to", ArgumentKind.String), List("to", ArgumentKind.String)] },
            new()
            {
                WireName = "on",
                FlagName = "on",
                Kind = ArgumentKind.Json,
                Alternatives = [Argument("on", ArgumentKind.Boolean), Argument("on", ArgumentKind.Number)],
            },
            new()
            {
                WireName = "edits", FlagName = "edits", Kind = ArgumentKind.Array,
                Item = new()
                {
                    WireName = "edits", FlagName = "edits", Kind = ArgumentKind.Object,
                    Properties =
                    [
                        new() { WireName = "from", FlagName = "from", Kind = ArgumentKind.String, IsRequired = true },
                        new() { WireName = "to-line", FlagName = "to-line", Kind = ArgumentKind.Integer, IsNullable = true },
                        new() { WireName = "mode", FlagName = "mode", Kind = ArgumentKind.String, AllowedValues = ["add", "cut"] },
                    ],
                },
            },
            new()
            {
                WireName = "range", FlagName = "range", Kind = ArgumentKind.Object, IsClosed = true,
                Properties =
                [
                    new() { WireName = "startAt", FlagName = "start-at", Kind = ArgumentKind.Integer, IsRequired = true, Minimum = 1 },
                    List("steps", ArgumentKind.Integer),
                ],
            },
        ],
    };

    public override string Name => "sample";

    public override string ServerTitle => "Sample Server 1.2";

    public override IReadOnlyList<ToolSummary> Tools { get; } =
    [
        new("do_everything", "do-everything", "Does it all.", Everything.Traits),
        new("strict", "strict", "Über alles.\u0007", ToolTraits.ReadOnly | ToolTraits.Idempotent),
    ];

    public override ToolDefinition? FindTool(string name) => name switch
    {
        "do_everything" or "do-everything" => Everything,
        "strict" => Strict,
        _ => null,
    };

    public override ReadOnlySpan<byte> DescribeTool(string wireName) => Encoding.UTF8.GetBytes($$"""{"name":"{{wireName}}"}""");

    private static ArgumentDefinition Argument(string wireName, ArgumentKind kind, string? flagName = null) =>
        new() { WireName = wireName, FlagName = flagName ?? wireName, Kind = kind };

    private static ArgumentDefinition List(string name, ArgumentKind item) =>
        new() { WireName = name, FlagName = name, Kind = ArgumentKind.Array, Item = Argument(name, item) };
}
