using McpSkillGen.Schema.Catalog;
using Microsoft.CodeAnalysis;

namespace McpSkillGen.Generator.Diagnostics;

/// <summary>Every diagnostic. Each has a page in <c>docs/diagnostics/</c>. Ids are never reused.</summary>
internal static class DiagnosticCatalog
{
    private const string Category = "McpSkillGen.Catalog";

    // In each message, {0} is the problem's subject and {1} its detail.
    private static readonly DiagnosticDescriptor NotJson = new(
        id: "MSG0001",
        title: "The catalog is not JSON",
        messageFormat: "The catalog is not JSON: {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: HelpLink.For("MSG0001"));

    private static readonly DiagnosticDescriptor UntypedSchema = new(
        id: "MSG0002",
        title: "A value is typed as JsonElement",
        messageFormat: "Tool '{0}': {1}",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true,
        helpLinkUri: HelpLink.For("MSG0002"));

    private static readonly DiagnosticDescriptor SkippedTool = new(
        id: "MSG0003",
        title: "A tool is skipped",
        messageFormat: "Skipped tool '{0}': {1}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        helpLinkUri: HelpLink.For("MSG0003"));

    private static readonly DiagnosticDescriptor NotACatalog = new(
        id: "MSG0004",
        title: "The file is not a catalog",
        messageFormat: "The file is JSON, but not a catalog: {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: HelpLink.For("MSG0004"));

    private static readonly DiagnosticDescriptor DuplicateSkill = new(
        id: "MSG0005",
        title: "Two catalogs are for the same skill",
        messageFormat: "Another catalog in this project is already skill '{0}'; give this one a different name with the metadata McpSkillName",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: HelpLink.For("MSG0005"));

    private static readonly DiagnosticDescriptor UnresolvedReference = new(
        id: "MSG0006",
        title: "A reference leads nowhere",
        messageFormat: "Tool '{0}': {1}",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true,
        helpLinkUri: HelpLink.For("MSG0006"));

    private static readonly DiagnosticDescriptor OtherDocument = new(
        id: "MSG0007",
        title: "A reference leads to another document",
        messageFormat: "Tool '{0}': {1}",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true,
        helpLinkUri: HelpLink.For("MSG0007"));

    private static readonly DiagnosticDescriptor TaskOnlyTool = new(
        id: "MSG0008",
        title: "A tool that only runs as a task is skipped",
        messageFormat: "Skipped tool '{0}': the server only runs it as a task ('taskSupport' is 'required'), and tasks are not supported yet",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true,
        helpLinkUri: HelpLink.For("MSG0008"));

    private static readonly DiagnosticDescriptor CutSchema = new(
        id: "MSG0009",
        title: "A schema is too large and is cut",
        messageFormat: "Tool '{0}': {1}",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true,
        helpLinkUri: HelpLink.For("MSG0009"));

    public static DiagnosticDescriptor DescriptorOf(ProblemKind kind) => kind switch
    {
        ProblemKind.NotJson => NotJson,
        ProblemKind.UntypedSchema => UntypedSchema,
        ProblemKind.SkippedTool => SkippedTool,
        ProblemKind.NotACatalog => NotACatalog,
        ProblemKind.DuplicateSkill => DuplicateSkill,
        ProblemKind.UnresolvedReference => UnresolvedReference,
        ProblemKind.OtherDocument => OtherDocument,
        ProblemKind.TaskOnlyTool => TaskOnlyTool,
        ProblemKind.CutSchema => CutSchema,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No descriptor."),
    };
}
