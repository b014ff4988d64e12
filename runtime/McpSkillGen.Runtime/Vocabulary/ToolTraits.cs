#if NETSTANDARD
namespace McpSkillGen.Schema.Vocabulary;
#else
namespace McpSkillGen.Runtime.Vocabulary;
#endif

/// <summary>MCP tool annotations (<c>ToolAnnotations</c>): the hints that are true. Absent hints are unset.</summary>
[Flags]
public enum ToolTraits
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary><c>readOnlyHint</c>: does not modify its environment. Safe to call again after a lost answer.</summary>
    ReadOnly = 1,

    /// <summary><c>destructiveHint</c>: may perform destructive updates.</summary>
    Destructive = 2,

    /// <summary><c>idempotentHint</c>: calling again with the same arguments has no further effect.</summary>
    Idempotent = 4,

    /// <summary><c>openWorldHint</c>: interacts with entities outside the server.</summary>
    OpenWorld = 8,
}

internal static class ToolTraitsWords
{
    private static readonly (ToolTraits Trait, string Word)[] Words =
    [
        (ToolTraits.ReadOnly, "read-only"),
        (ToolTraits.Destructive, "destructive"),
        (ToolTraits.Idempotent, "idempotent"),
        (ToolTraits.OpenWorld, "reaches the outside world"),
    ];

    /// <summary>Whether a call may be sent again when its answer was lost.</summary>
    public static bool AllowRepeat(this ToolTraits traits) => (traits & (ToolTraits.ReadOnly | ToolTraits.Idempotent)) != 0;

    /// <summary>The traits for people: <c>read-only, idempotent</c>; empty if there are none.</summary>
    public static string InWords(this ToolTraits traits) =>
        string.Join(", ", Words.Where(pair => (traits & pair.Trait) != 0).Select(static pair => pair.Word));
}
