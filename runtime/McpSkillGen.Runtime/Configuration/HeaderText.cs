using System.Buffers;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>What may be the name and the value of an HTTP header.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <returns>Null, or why it is no name: the rest of a sentence that begins with it.</returns>
    public static string? FlawOfName(string name) =>
        name.Length == 0 ? "is empty, which no header's name is"
        : name.AsSpan().IndexOfAnyExcept(NameCharacters) is >= 0 and var at ? $"contains {Show(name[at])}, which no header's name may"
        : null;

    /// <summary>Without the blanks and line breaks around it, which files and secret stores add.</summary>
    public static string Trimmed(string value) => value.Trim(' ', '\t', '\r', '\n');

    /// <returns>Null, or why it is no value: the rest of a sentence that begins with it.</returns>
    public static string? FlawOfValue(string value)
    {
        foreach (var c in Trimmed(value))
        {
            if (char.IsControl(c) && c is not '\t')
            {
                return $"contains {Show(c)}, which no header's value may";
            }
        }

        return null;
    }

    private static string Show(char c) => c switch
    {
        '\r' or '\n' => "a line break",
        ' ' => "a space",
        _ when char.IsControl(c) || c > '\x7e' => $"the character U+{(int)c:X4}",
        _ => $"'{c}'",
    };
}
