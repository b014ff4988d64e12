using System.Globalization;
using System.Text;
using McpSkillGen.Schema;

namespace McpSkillGen.Generator.Emission;

/// <summary>The one place where a server's text becomes a C# literal.</summary>
internal static class Literal
{
    /// <summary>A string literal.</summary>
    public static string Text(string text)
    {
        var literal = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                '"' => literal.Append("\\\""),
                '\\' => literal.Append("\\\\"),
                '\n' => literal.Append("\\n"),
                '\r' => literal.Append("\\r"),
                '\t' => literal.Append("\\t"),
                >= ' ' and <= '~' and var c => literal.Append(c),
                _ => AppendCharacter(literal, text, ref i),
            };
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Members of a flags enum: <c>Type.ReadOnly | Type.Idempotent</c>.</summary>
    public static string Flags(string type, Enum value) =>
        // Enum.ToString writes "ReadOnly, Idempotent", in the order of the values.
        string.Join(" | ", value.ToString().Split([", "], StringSplitOptions.None).Select(name => $"{type}.{name}"));

    /// <summary>A UTF-8 literal.</summary>
    public static string Utf8(string text) => Text(text) + "u8";

    /// <summary>
    /// A raw UTF-8 literal that shows JSON as it is. Minified JSON is one visible line that does not start or end with a quote,
    /// so only the number of quotes around it must be found.
    /// </summary>
    public static string RawUtf8(string json)
    {
        var (longestRun, run) = (0, 0);
        foreach (var c in json)
        {
            run = c is '"' ? run + 1 : 0;
            longestRun = Math.Max(longestRun, run);
        }

        var fence = new string('"', Math.Max(3, longestRun + 1));
        return fence + json + fence + "u8";
    }

    private static StringBuilder AppendCharacter(StringBuilder literal, string text, ref int index)
    {
        var start = index;
        var length = Visibility.LengthAt(text, start);
        index += length - 1;
        if (Visibility.IsVisibleAt(text, start))
        {
            return literal.Append(text, start, length);
        }

        for (var i = start; i < start + length; i++)
        {
            literal.Append("\\u").Append(((int)text[i]).ToString("x4", CultureInfo.InvariantCulture));
        }

        return literal;
    }
}
