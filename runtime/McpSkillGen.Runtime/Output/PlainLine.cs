namespace McpSkillGen.Runtime.Output;

/// <summary>A server's text for a terminal: control characters could move its cursor, break a line in two, or worse.</summary>
internal static class PlainLine
{
    public static string Of(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
}
