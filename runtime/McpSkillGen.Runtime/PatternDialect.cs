using System.Text;

namespace McpSkillGen.Runtime;

/// <summary>
/// Tells whether an expression means the same to .NET and to whatever a server checks it with: ECMA-262, which JSON Schema asks for, or
/// the regular expressions of Python, Go or Java, which servers use in fact. Only what all of them read alike is checked here.
/// </summary>
internal static class PatternDialect
{
    // After a backslash. "\A", "\Z", "\p", "\1" and others exist in some of them, or differ.
    private const string CommonLetters = "dDsSwWbBnrtfvux";

    /// <param name="source">The expression.</param>
    /// <param name="text">What is matched: some classes differ only beyond ASCII.</param>
    public static bool IsCommon(string source, string text)
    {
        var isAscii = Ascii.IsValid(text);
        var isWithinClass = false;
        for (var i = 0; i < source.Length; i++)
        {
            var rest = source.AsSpan(i);
            if (rest[0] is '\\')
            {
                // "\w" and its like are ASCII in one and Unicode in the other.
                if (!isAscii || rest.Length < 2 || (char.IsAsciiLetterOrDigit(rest[1]) && !CommonLetters.Contains(rest[1])))
                {
                    return false;
                }

                i++;
            }
            else if (isWithinClass ? IsOddWithinClass(rest) : IsOddOutsideClass(rest))
            {
                return false;
            }
            else
            {
                isWithinClass = rest[0] is '[' || (isWithinClass && rest[0] is not ']');
            }
        }

        // A character beyond 16 bits is one in ECMA-262 and two in .NET.
        return !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            || !(source.Contains('.') || source.Contains("[^", StringComparison.Ordinal) || !Ascii.IsValid(source));
    }

    // POSIX's "[[:alnum:]]", .NET's "[a-z-[A-Z]]", and Java's "[a-z&&[^b]]".
    private static bool IsOddWithinClass(ReadOnlySpan<char> rest) =>
        rest.StartsWith("[:") || rest.StartsWith("[=") || rest.StartsWith("[.") || rest.StartsWith("-[") || rest.StartsWith("&&");

    private static bool IsOddOutsideClass(ReadOnlySpan<char> rest) => rest[0] switch
    {
        // Empty for ECMA-262; for others the bracket is a member.
        '[' => rest.StartsWith("[]") || rest.StartsWith("[^]") || rest.StartsWith("[[:") || rest.StartsWith("[[=") || rest.StartsWith("[[."),

        // Plain groups, lookarounds and names. "(?i)" and "(?P<name>" are not everybody's.
        '(' => rest.StartsWith("(?")
            && !(rest.StartsWith("(?:") || rest.StartsWith("(?=") || rest.StartsWith("(?!") || rest.StartsWith("(?<")),

        // "{,5}" is a text for some and a count for others.
        '{' => rest.StartsWith("{,"),
        _ => false,
    };
}
