namespace McpSkillGen.Runtime.Configuration;

/// <summary>The name in <c>${NAME}</c>: ASCII letters, digits and underscores, not starting with a digit: <c>${1}</c> is for a shell.</summary>
internal static class VariableName
{
    /// <summary>How many bytes at the start of <paramref name="text"/> belong to a name.</summary>
    public static int LengthAt(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] == '_'))
        {
            length++;
        }

        return text is [>= (byte)'0' and <= (byte)'9', ..] ? 0 : length;
    }

    /// <inheritdoc cref="LengthAt(ReadOnlySpan{byte})"/>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return text is [>= '0' and <= '9', ..] ? 0 : length;
    }
}
