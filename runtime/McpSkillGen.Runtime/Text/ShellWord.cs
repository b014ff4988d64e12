namespace McpSkillGen.Runtime.Text;

/// <summary>A word of a command line that somebody is told to run: as it is if no shell changes it, else in quotes.</summary>
internal static class ShellWord
{
    /// <summary>For the shell of this machine.</summary>
    public static string Of(string text) =>
        !OperatingSystem.IsWindows() ? Posix(text) : IsPlain(text, @"\~") ? text : $"\"{text}\"";

    /// <summary>For a POSIX shell, whatever this machine has: agents run one everywhere.</summary>
    public static string Posix(string text) =>
        IsPlain(text, "") ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(string text, string more) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:=@+,".Contains(c) || more.Contains(c));
}
