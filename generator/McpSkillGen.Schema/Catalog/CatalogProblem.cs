using McpSkillGen.Schema.Json;

namespace McpSkillGen.Schema.Catalog;

/// <summary>What is wrong; each kind is one diagnostic of the generator.</summary>
internal enum ProblemKind
{
    /// <summary>The text is not JSON. Subject: nothing. Detail: what was expected and found.</summary>
    NotJson,

    /// <summary>A schema says more than the type model can: its value is any JSON. Subject: the tool. Detail: where and why.</summary>
    UntypedSchema,

    /// <summary>A skipped tool that cannot be called. Subject: which one. Detail: why.</summary>
    SkippedTool,

    /// <summary>JSON, but not a catalog. Subject: nothing. Detail: what was expected and found.</summary>
    NotACatalog,

    /// <summary>A second catalog of the same skill, which is skipped. Subject: the skill. Detail: nothing.</summary>
    DuplicateSkill,

    /// <summary>A reference in a schema leads nowhere: its value is any JSON. Subject: the tool. Detail: where and why.</summary>
    UnresolvedReference,

    /// <summary>A reference in a schema leads to another document: its value is any JSON. Subject: the tool. Detail: where and why.</summary>
    OtherDocument,

    /// <summary>A skipped tool that only runs as a task. Subject: the tool. Detail: nothing.</summary>
    TaskOnlyTool,

    /// <summary>A schema that is too large to be read as a whole. Subject: the tool. Detail: where it is cut, and what is left.</summary>
    CutSchema,
}

/// <summary>A problem in a catalog, with its place.</summary>
/// <param name="Kind">Which problem.</param>
/// <param name="Subject">What it is about: a tool's name, or its number in the list if it has none.</param>
/// <param name="Detail">The rest of the sentence, without its full stop.</param>
/// <param name="Span">The characters in the catalog.</param>
internal sealed record CatalogProblem(ProblemKind Kind, string Subject, string Detail, JsonSpan Span)
{
    /// <summary>Whether there is no catalog to work with.</summary>
    public bool IsFatal => Kind is ProblemKind.NotJson or ProblemKind.NotACatalog;
}
