namespace McpSkillGen.Generator;

/// <summary>The tracked steps of <see cref="SkillGenerator"/>, for tests of what runs again.</summary>
internal static class PipelineSteps
{
    /// <summary>Each catalog's text and options.</summary>
    public const string Files = nameof(Files);

    /// <summary>Which file has which skill.</summary>
    public const string Owners = nameof(Owners);

    /// <summary>Each skill's model, without positions, so that white space changes nothing after it.</summary>
    public const string Skills = nameof(Skills);

    /// <summary>Each tool's model.</summary>
    public const string Tools = nameof(Tools);

    /// <summary>The future diagnostics, with positions.</summary>
    public const string Problems = nameof(Problems);
}
