namespace McpSkillGen.Runtime.Configuration;

/// <summary>Paths in a config without a <c>cwd</c> start at the config, wherever the server runs.</summary>
/// <param name="folder">The config's folder; absolute.</param>
internal sealed class ConfigPath(string folder)
{
    /// <summary>A command: a path has a separator in it, and a name is looked up on the PATH.</summary>
    public string OfCommand(string command) => HasSeparator(command) ? Path.GetFullPath(command, folder) : command;

    /// <summary>An argument, <c>--option=VALUE</c> included, or a variable's value.</summary>
    /// <returns>Absolute if it is a relative path; otherwise as it is.</returns>
    public string OfText(string text)
    {
        var value = text.StartsWith('-') ? text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..] : text;
        return IsPath(value) ? string.Concat(text.AsSpan(0, text.Length - value.Length), Path.GetFullPath(value, folder)) : text;
    }

    // "./data" is a path whether it exists or not. Anything else may be a package, a word or an address, unless it names a file.
    // "." means the place where the server runs.
    private bool IsPath(string value)
    {
        if (value.Length == 0 || value[0] == '-' || Path.IsPathRooted(value) || value.TrimEnd('/', '\\') is "." or "..")
        {
            return false;
        }

        var saysSo = value.StartsWith("./", StringComparison.Ordinal) || value.StartsWith("../", StringComparison.Ordinal)
            || (OperatingSystem.IsWindows() && (value.StartsWith(@".\", StringComparison.Ordinal) || value.StartsWith(@"..\", StringComparison.Ordinal)));
        return (saysSo && !value.Any(char.IsWhiteSpace))
            || ((HasSeparator(value) || value.Contains('.', StringComparison.Ordinal)) && Path.Exists(Path.Combine(folder, value)));
    }

    private static bool HasSeparator(string text) => text.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) >= 0;
}
