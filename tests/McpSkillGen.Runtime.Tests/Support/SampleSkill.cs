using System.Text;

namespace McpSkillGen.Runtime.Tests.Support;

/// <summary>A skill as the generator would describe it, with a flag of every kind.</summary>
internal sealed class SampleSkill : SkillDefinition
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

    public override string Name => "sample";

    public override string ServerTitle => "Sample Server 1.2";

    public override string CatalogHash => "0123456789abcdef";

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
