using System.Text;

namespace McpSkillGen.Runtime.Text;

/// <summary>A server's text within our own: on one line, so that it cannot pass for another message, and with what it hides shown.</summary>
internal static class PlainLine
{
    /// <summary>How much of a text an excerpt looks at.</summary>
    public const int ExcerptBytes = 2048;

    private const int ExcerptLength = 300;

    /// <summary>How a foreign text begins, on one line.</summary>
    public static string Excerpt(ReadOnlySpan<byte> utf8) => Excerpt(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, ExcerptBytes)]));

    /// <inheritdoc cref="Excerpt(ReadOnlySpan{byte})"/>
    public static string Excerpt(string text)
    {
        var line = Of(text).Trim();
        return line.Length > ExcerptLength ? line[..ExcerptLength] + "…" : line;
    }

    public static string Of(string text) => VisibleText.OnOneLine(text);
}
