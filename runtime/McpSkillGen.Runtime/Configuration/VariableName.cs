namespace McpSkillGen.Runtime.Configuration;

/// <summary>What counts as the name in <c>${NAME}</c>: letters, digits and underscores, in ASCII, no digit first: <c>${1}</c> is a shell's.</summary>
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
