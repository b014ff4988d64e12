namespace McpSkillGen.Cli.Planning;

/// <summary>Words of a command line that can be pasted into a POSIX shell.</summary>
internal static class Shell
{
    public static string Quote(string word)
    {
        var isPlain = word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or '=' or '@' or '+' or ',');
        return isPlain ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
