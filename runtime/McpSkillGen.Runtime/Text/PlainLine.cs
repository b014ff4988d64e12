namespace McpSkillGen.Runtime.Text;

/// <summary>A server's text for a terminal: control characters could move its cursor, break a line in two, or worse.</summary>
internal static class PlainLine
{
    public static string Of(string text)
    {
        var line = text.ToCharArray();
        foreach (ref var c in line.AsSpan())
        {
            if (char.IsControl(c))
            {
                c = ' ';
            }
        }

        return new string(line);
    }
}
