using System.Globalization;
using System.Text;

#if NETSTANDARD
namespace McpSkillGen.Schema.Vocabulary;
#else
namespace McpSkillGen.Runtime.Vocabulary;
#endif

/// <summary>
/// The words of a name, however it joins them: <c>get_sum</c>, <c>get-sum</c>, <c>getSum</c> and <c>GET_SUM</c> are all
/// "get", "sum". Both C# names and command-line names are made of them, so the two always correspond.
/// </summary>
internal static class Words
{
    /// <summary>The words in lower case: letters, marks and digits of any script. Never empty.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        var words = Split(name);
        if (words.Count == 0)
        {
            words.AddRange(name.Select(Spell));
        }

        return words.Count > 0 ? words : ["empty"];
    }

    private static List<string> Split(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (!IsWordPart(name, i, word.Length > 0))
            {
                EndWord();
                if (SpellWithinName(name, i) is { } spelled)
                {
                    words.Add(spelled);
                }

                continue;
            }

            if (word.Length > 0 && IsHump(name, i))
            {
                EndWord();
            }

            word.Append(char.ToLowerInvariant(name[i]));
        }

        EndWord();

        // Symbols only count as words beside others. A name of symbols alone is spelled out.
        return words.Any(static w => w is not ("plus" or "minus" or "sharp")) ? words : [];

        void EndWord()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    // Characters that C# and shells both allow in a name. C# allows no letters beyond the BMP.
    private static bool IsWordPart(string name, int i, bool isWithinWord) => char.GetUnicodeCategory(name[i]) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => isWithinWord,
        _ => false,
    };

    // userName → user name; base64Data → base64 data; XMLHttp → xml http; but userIDs → user ids.
    private static bool IsHump(string name, int i)
    {
        if (!char.IsUpper(name[i]))
        {
            return false;
        }

        if (!char.IsUpper(name[i - 1]))
        {
            return true;
        }

        var isBeforeLower = IsLowerAt(name, i + 1);
        var isBeforePluralS = isBeforeLower && name[i + 1] is 's' && !IsLowerAt(name, i + 2);
        return isBeforeLower && !isBeforePluralS;
    }

    private static bool IsLowerAt(string name, int i) => i < name.Length && char.IsLower(name[i]);

    // Symbols that distinguish names: +1 and -1, c and c++ and c#.
    private static string? SpellWithinName(string name, int i) => name[i] switch
    {
        '+' => "plus",
        '#' when i > 0 && i == name.Length - 1 => "sharp",
        '-' when i + 1 < name.Length && char.IsDigit(name[i + 1]) && (i == 0 || !char.IsLetterOrDigit(name[i - 1])) => "minus",
        _ => null,
    };

    private static string Spell(char symbol) => symbol switch
    {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '?' => "question",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '$' => "dollar",
        '#' => "hash",
        '@' => "at",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '_' => "underscore",
        ' ' => "space",
        _ => "u" + ((int)symbol).ToString("x4", CultureInfo.InvariantCulture),
    };
}
