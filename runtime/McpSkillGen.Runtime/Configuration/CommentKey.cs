namespace McpSkillGen.Runtime.Configuration;

/// <summary>Keys that people use as comments, because JSON has none: <c>"//"</c>, <c>"_comment"</c>, <c>"#note"</c>, <c>"$schema"</c>.</summary>
internal static class CommentKey
{
    /// <summary>Whether a key beside known ones is a comment.</summary>
    public static bool Is(string key) => key is ['_', ..] or ['$', ..] || IsMark(key);

    /// <summary>Whether a key is a comment where any name may stand: <c>_JAVA_OPTIONS</c> is a variable.</summary>
    public static bool IsOneAmongNames(string key) => IsMark(key) || key.StartsWith("_comment", StringComparison.OrdinalIgnoreCase);

    private static bool IsMark(string key) => key is ['/', '/', ..] or ['#', ..];
}
