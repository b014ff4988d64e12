namespace McpSkillGen.Cli.Measuring;

/// <summary>What a server costs an agent's context, as schemas and as a skill. All in tokens.</summary>
/// <param name="Skill">The skill's name.</param>
/// <param name="Tools">How many tools it has.</param>
/// <param name="Schemas">Name, description and input schema of every tool: what a client that is connected to the server keeps in context.</param>
/// <param name="Entry">The skill's line in an agent's catalog, name and description: in context always.</param>
/// <param name="Page">SKILL.md, read when the skill is used.</param>
/// <param name="Detail">One tool's page in references/; the mean of all.</param>
/// <param name="LookedUp">How many tools an agent reads that page of before it calls them: those that SKILL.md does not show whole.</param>
internal sealed record SkillCost(string Skill, int Tools, int Schemas, int Entry, int Page, int Detail, int LookedUp)
{
    private const int ManyCalls = 10;

    /// <summary>In context after one call.</summary>
    public int FirstCall => Entry + Page + (LookedUp > 0 ? Detail : 0);

    /// <summary>In context after ten calls, each of another tool where there are as many: the most that ten calls can cost.</summary>
    public int TenCalls => Entry + Page + (Detail * Math.Min(ManyCalls, LookedUp));

    /// <summary>The part of the schemas' cost that is saved while the skill is not used; negative where the skill costs more.</summary>
    public double IdleSaving => Saving(Entry);

    /// <inheritdoc cref="IdleSaving"/>
    public double FirstCallSaving => Saving(FirstCall);

    /// <inheritdoc cref="IdleSaving"/>
    public double TenCallSaving => Saving(TenCalls);

    private double Saving(int cost) => Schemas == 0 ? 0 : 1 - ((double)cost / Schemas);
}
