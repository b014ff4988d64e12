using System.Text.Json;
using McpSkillGen.Cli.Pages;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Cli.Measuring;

/// <summary>The costs for programs: tokens, and savings as parts of one.</summary>
internal static class CostJson
{
    private const int Digits = 4;

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = PlainJsonEncoder.Instance, NewLine = "\n" };

    public static string Of(IReadOnlyList<SkillCost> costs) =>
        JsonSerializer.Serialize(
            new
            {
                tokenizer = TokenCount.Tokenizer,
                skills = costs.Select(static cost => new
                {
                    skill = cost.Skill,
                    tools = cost.Tools,
                    schemas = cost.Schemas,
                    catalogEntry = cost.Entry,
                    page = cost.Page,
                    toolDetail = cost.Detail,
                    afterOneCall = cost.FirstCall,
                    afterTenCalls = cost.TenCalls,
                    idleSaving = Math.Round(cost.IdleSaving, Digits),
                    firstCallSaving = Math.Round(cost.FirstCallSaving, Digits),
                    tenCallSaving = Math.Round(cost.TenCallSaving, Digits),
                }),
            },
            Options) + "\n";
}
