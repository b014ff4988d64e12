using System.Text;
using System.Text.Json;

namespace McpSkillGen.Runtime.Json;

/// <summary>
/// Where and why a text is not valid JSON, for people. System.Text.Json counts bytes from 0, mentions its own options, and has
/// no messages in a program that is published without them.
/// </summary>
/// <param name="Offset">In bytes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Reason">What is wrong there, without a period.</param>
internal readonly record struct JsonMistake(int Offset, int Line, int Column, string Reason)
{
    /// <param name="exception">What reading <paramref name="text"/> threw.</param>
    /// <param name="text">The whole text, UTF-8.</param>
    public static JsonMistake Find(JsonException exception, ReadOnlySpan<byte> text)
    {
        var lineStart = 0;
        for (var line = exception.LineNumber ?? 0; line > 0 && text[lineStart..].IndexOf((byte)'\n') is var end && end >= 0; line--)
        {
            lineStart += end + 1;
        }

        var offset = (int)Math.Min(text.Length, lineStart + (exception.BytePositionInLine ?? 0));
        var (atLine, atColumn) = PositionOf(text, offset);
        return new JsonMistake(offset, atLine, atColumn, ReasonAt(text, offset));
    }

    /// <summary>The line and the column of a byte, both from 1, the column in characters.</summary>
    public static (int Line, int Column) PositionOf(ReadOnlySpan<byte> text, int offset)
    {
        var before = text[..offset];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    /// <returns><c>'x' is not expected here (line 1, column 2)</c></returns>
    public override string ToString() => $"{Reason} (line {Line}, column {Column})";

    private static string ReasonAt(ReadOnlySpan<byte> text, int offset)
    {
        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            return "it is empty";
        }

        if (offset == text.Length)
        {
            return "it ends too early";
        }

        // What must follow a comma or a colon is missing.
        if (text[offset] is (byte)',' or (byte)':' && text[(offset + 1)..].Trim(" \t\r\n"u8).IsEmpty)
        {
            return "it ends too early";
        }

        _ = Rune.DecodeFromUtf8(text[offset..], out var found, out _);
        return found.Value switch
        {
            < ' ' => $"the character U+{found.Value:X4} must be escaped here",
            ']' or '}' when text[..offset].TrimEnd(" \t\r\n"u8) is [.., (byte)','] => $"an extra comma before '{found}'",
            _ => $"'{found}' is not expected here",
        };
    }
}
