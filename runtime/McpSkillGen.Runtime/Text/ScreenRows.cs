using System.Text;

namespace McpSkillGen.Runtime.Text;

/// <summary>How much of a terminal a text fills, which is small: 120 columns and 24 rows.</summary>
internal static class ScreenRows
{
    public const int Width = 120;

    /// <summary>Two screens: what help may take at most.</summary>
    public const int Most = 48;

    /// <summary>The rows that a text fills, with long lines wrapped.</summary>
    public static int Of(string text)
    {
        var rows = 0;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            rows += Math.Max(1, (line.Length + Width - 1) / Width);
        }

        return rows;
    }

    /// <summary>Words with commas between them, in lines of a row each; the last one says how many did not fit.</summary>
    public static string Joined(IEnumerable<string> words, int maxRows)
    {
        string[] all = [.. words];
        var text = new StringBuilder();
        var line = new StringBuilder();
        var rows = 1;
        for (var i = 0; i < all.Length; i++)
        {
            if (line.Length > 0 && line.Length + all[i].Length + 3 > Width)
            {
                if (++rows > maxRows)
                {
                    line.Append($" … {all.Length - i} more");
                    break;
                }

                text.Append(line).Append('\n');
                line.Clear();
            }

            line.Append(line.Length == 0 ? "  " : " ").Append(PlainLine.Of(all[i])).Append(i < all.Length - 1 ? "," : "");
        }

        return text.Append(line).Append('\n').ToString();
    }
}
