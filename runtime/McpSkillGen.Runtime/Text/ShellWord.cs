namespace McpSkillGen.Runtime.Text;

/// <summary>A word of a command line that somebody is told to run.</summary>
internal static class ShellWord
{
    /// <summary>The text as it is where no shell reads anything into it, else in quotes.</summary>
    public static string Of(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '\\' or '.' or '-' or '_' or ':' or '+' or '@' or '~')
            ? text
            : OperatingSystem.IsWindows() ? $"\"{text}\"" : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
