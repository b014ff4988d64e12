namespace McpSkillGen.Cli.Validation;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>Stricter than the specification: some agent, installer or reader has trouble with it.</summary>
    Warning,

    /// <summary>The specification or its reference validator rejects it, or it is broken once the skill is installed.</summary>
    Error,
}

/// <summary>A broken rule at one place.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Rule">The rule's name in kebab-case, which never changes.</param>
/// <param name="File">The file, relative to the skill's folder, with <c>/</c>.</param>
/// <param name="Place">Where in the file.</param>
/// <param name="Found">What is there.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record Finding(Severity Severity, string Rule, string File, Place Place, string Found, string Expected, string Remedy);

/// <summary>A place in a text; both numbers begin with 1, and a column counts UTF-16 units.</summary>
internal readonly record struct Place(int Line, int Column)
{
    /// <summary>The place for problems of a whole file.</summary>
    public static Place Start { get; } = new(1, 1);
}
