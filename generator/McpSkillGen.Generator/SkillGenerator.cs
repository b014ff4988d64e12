using McpSkillGen.Generator.Emission;
using Microsoft.CodeAnalysis;

namespace McpSkillGen.Generator;

/// <summary>
/// Turns each <c>mcp-catalog.json</c> of a project into a skill: a client with a method per tool, the arguments as records,
/// and the definition that the executor's command line is built from.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SkillGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static file => CatalogFile.IsCatalog(file))
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, stop) => CatalogFile.Read(pair.Left, pair.Right, stop))
            .WithTrackingName(PipelineSteps.Files);

        var owners = files
            .Select(static (file, _) => file.Owner)
            .Collect()
            .Select(static (owners, _) => new SkillOwners(owners))
            .WithTrackingName(PipelineSteps.Owners);

        var readings = files
            .Combine(owners)
            .Select(static (pair, stop) => SkillReading.Of(pair.Left, pair.Right, stop));

        var skills = readings
            .SelectMany(static (reading, _) => reading.Skill)
            .WithTrackingName(PipelineSteps.Skills);

        var tools = skills
            .SelectMany(static (skill, _) => ToolSource.AllOf(skill))
            .WithTrackingName(PipelineSteps.Tools);

        var problems = readings
            .SelectMany(static (reading, _) => reading.Problems)
            .WithTrackingName(PipelineSteps.Problems);

        context.RegisterSourceOutput(skills, static (output, skill) => ClientEmitter.Emit(output, skill));
        context.RegisterSourceOutput(skills, static (output, skill) => DefinitionEmitter.Emit(output, skill));
        context.RegisterSourceOutput(tools, static (output, tool) => ToolEmitter.Emit(output, tool));
        context.RegisterSourceOutput(problems, static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
    }
}
