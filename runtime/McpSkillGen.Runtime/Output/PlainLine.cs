using System.Buffers;

namespace McpSkillGen.Runtime.Output;

/// <summary>A server's text for a terminal: control characters could move its cursor, break a line in two, or worse.</summary>
internal static class PlainLine
{
    // The two ranges that Unicode has for them: char.IsControl.
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Range('\0', '\x1F'), .. Range('\x7F', '\x9F')]);

    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Controls))
        {
            return text;
        }

        var plain = text.ToCharArray();
        plain.AsSpan().ReplaceAny(Controls, ' ');
        return new string(plain);
    }

    private static char[] Range(char first, char last)
    {
        var range = new char[last - first + 1];
        for (var i = 0; i < range.Length; i++)
        {
            range[i] = (char)(first + i);
        }

        return range;
    }
}
