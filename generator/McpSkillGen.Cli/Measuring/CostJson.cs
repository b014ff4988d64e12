using McpSkillGen.Cli.Display;
using McpSkillGen.Cli.Pages;

namespace McpSkillGen.Cli.Measuring;

/// <summary>The costs for programs: tokens, and savings as fractions.</summary>
internal static class CostJson
{
    private const int Digits = 4;

    public static void Write(IReadOnlyList<SkillCost> costs, TextWriter output) => JsonOutput.Write(output, new
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
    });
}
