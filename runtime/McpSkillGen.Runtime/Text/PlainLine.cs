namespace McpSkillGen.Runtime.Text;

/// <summary>A server's text for a terminal, without control characters: they could move the cursor or start another line.</summary>
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
