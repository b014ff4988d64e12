namespace McpSkillGen.Cli.Validation;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>Stricter than the specification: some agent, installer or reader fares worse.</summary>
    Warning,

    /// <summary>The specification or its reference validator refuses it, or it is broken for whoever installs the skill.</summary>
    Error,
}

/// <summary>One rule that a skill breaks, at one place.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Rule">The rule's name in kebab-case, never changed once published.</param>
/// <param name="File">The file, relative to the skill's folder, with <c>/</c>.</param>
/// <param name="Place">Where in the file.</param>
/// <param name="Found">What is there: the beginning of a sentence.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record Finding(Severity Severity, string Rule, string File, Place Place, string Found, string Expected, string Remedy);

/// <summary>A place in a text; both numbers begin with 1, and a column counts UTF-16 units.</summary>
internal readonly record struct Place(int Line, int Column)
{
    /// <summary>What is wrong with a whole file is said of its start.</summary>
    public static Place Start { get; } = new(1, 1);
}
