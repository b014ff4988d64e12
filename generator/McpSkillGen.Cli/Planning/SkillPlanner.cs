using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Text;
using McpSkillGen.Schema;
using McpSkillGen.Schema.Catalog;
using McpSkillGen.Schema.Model;
using McpSkillGen.Schema.Naming;
using McpSkillGen.Schema.Vocabulary;

namespace McpSkillGen.Cli.Planning;

/// <summary>Decides what a skill's files say, from the same model that the source generator uses.</summary>
internal static class SkillPlanner
{
    // Up to this many, every tool has a line. Names alone of more tools cost far less, and an agent calls only a few of them.
    private const int MaxUsageLines = 15;

    // About 1,500 and 900 tokens. Within them, every line says all that a call needs.
    private const int MaxLinesLength = 5500;
    private const int MaxLinesLengthOfMany = 3300;

    // About 1,500 tokens. The other names are found with "list", which costs nothing until it is used.
    private const int MaxNamesLength = 5000;
    private const int MaxInstructionsLength = 600;
    private const int MaxDestructive = 12;

    // Each one starts the server. If three calls fail, the server needs something that nobody can guess.
    private const int MaxTriedCalls = 3;

    public static SkillPlan Plan(ServerCatalog catalog, SkillName name, PlanInputs inputs)
    {
        var identifier = CSharpName.Identifier(name.Value);
        var (skill, _) = SkillReader.Read(catalog, name, identifier);
        var pages = skill.Tools.Select((tool, i) => ToolPages.Of(name, tool, catalog.Tools[i])).ToArray();
        var harmless = ExampleCall.Harmless(skill.Tools).Take(MaxTriedCalls).ToArray();
        return new SkillPlan(
            name.Value,
            Page(skill, catalog, inputs),
            pages,
            new ExecutorProject(skill.Namespace, name.ClassName, inputs.Package),
            [.. harmless.Select(static harmless => harmless.Call)],
            harmless is [var (best, _), ..] ? FlagText.Usage(best) : "");
    }

    private static SkillPage Page(SkillModel skill, ServerCatalog catalog, PlanInputs inputs)
    {
        var lines = Lines(skill.Tools);
        var destructive = skill.Tools
            .Where(static tool => tool.Traits.HasFlag(ToolTraits.Destructive))
            .Select(static tool => tool.Name.CommandName)
            .ToArray();
        return new SkillPage(
            Title: SkillDescription.Title(skill, catalog),
            Description: SkillDescription.Of(skill, catalog, inputs.Config.Description, inputs.Config.About),
            Compatibility: Requirements.Of(inputs),
            Generator: $"mcpgen {inputs.GeneratorVersion}",
            CatalogHash: skill.CatalogHash,
            Instructions: ServerText.Quotation(catalog.Instructions ?? "", MaxInstructionsLength),
            Example: ExampleCall.Best(skill.Tools)?.CommandLine ?? $"{(skill.Features.HasFlag(ServerFeatures.Resources) ? CommandNames.Resources : CommandNames.Prompts)} list",
            IsVerified: false,
            ToolCount: skill.Tools.Count,
            Tools: lines,
            Themes: lines.Length > 0 || skill.Tools.Count == 0 ? [] : ToolTheme.Of(skill.Tools, MaxNamesLength),
            HasResources: skill.Features.HasFlag(ServerFeatures.Resources),
            HasPrompts: skill.Features.HasFlag(ServerFeatures.Prompts),
            Destructive: destructive.Length <= MaxDestructive ? destructive : [],
            DestructiveCount: destructive.Length,
            KeepAlive: KeepAliveInWords(inputs.Config.KeepAlive),
            RelativePaths: StartOfPaths(inputs.Config));
    }

    // Whole signatures if there is room for all. Else only the required flags, or nothing if there are many tools.
    private static ToolLine[] Lines(EquatableArray<ToolModel> tools)
    {
        ToolLine[] whole = [.. tools.Select(static tool => Line(tool, ToolSignature.Of(tool) ?? ToolSignature.Short(tool)))];
        var areFew = tools.Count <= MaxUsageLines;
        return whole.Sum(static line => line.Usage.Length + line.Summary.Length) <= (areFew ? MaxLinesLength : MaxLinesLengthOfMany) ? whole
            : areFew ? [.. tools.Select(static tool => Line(tool, ToolSignature.Short(tool)))]
            : [];
    }

    private static ToolLine Line(ToolModel tool, string usage) =>
        new(usage, ServerText.Line(tool.Summary, McpSkillGen.Schema.Summary.DefaultMaxLength));

    // A skill may be copied into another project, or into none.
    private static string StartOfPaths(SkillConfig config) => config switch
    {
        { Transport: not TransportKind.Stdio } => "",
        { Scope: InstanceScope.Workspace } => "the root of the project that you call from",
        { WorkingDirectory: { } stated } => Path.IsPathRooted(stated) || stated.StartsWith("${", StringComparison.Ordinal)
            ? $"`{stated}`"
            : $"`{stated}`, seen from this file's folder",
        _ => "the root of the project around this skill; if there is none, at the user's home folder",
    };

    private static string KeepAliveInWords(KeepAlive keepAlive) => keepAlive switch
    {
        { Enabled: false } => "",
        { IdleTimeout: { Ticks: 0 } } => "until it is stopped",
        { IdleTimeout: var idle } => $"for {InWords(idle)} after the last one",
    };

    private static string InWords(TimeSpan duration) => duration switch
    {
        { TotalHours: >= 1 } when duration.Ticks % TimeSpan.TicksPerHour == 0 => HumanText.Count((long)duration.TotalHours, "hour"),
        { TotalMinutes: >= 1 } when duration.Ticks % TimeSpan.TicksPerMinute == 0 => HumanText.Count((long)duration.TotalMinutes, "minute"),
        _ => FormattableString.Invariant($"{duration.TotalSeconds:0.#} seconds"),
    };
}
