namespace McpSkillGen.Runtime.Arguments;

/// <summary>The flags that every command of an executor takes. A tool's own flag of the same name comes first.</summary>
internal static class GlobalFlags
{
    public static readonly GlobalFlag Json = new(GlobalFlagNames.Json, null, "print the whole result as JSON");
    public static readonly GlobalFlag Output = new(GlobalFlagNames.Output, "FILE", "save the result to FILE and print its path");
    public static readonly GlobalFlag Timeout = new(GlobalFlagNames.Timeout, "SECONDS", "give up after this long (exit code 5)");
    public static readonly GlobalFlag MaxBytes = new(GlobalFlagNames.MaxBytes, "N", "print at most N bytes and save the whole result to a file");
    public static readonly GlobalFlag NoKeepAlive = new(GlobalFlagNames.NoKeepAlive, null, "start the server for this call only");
    public static readonly GlobalFlag Quiet = new(GlobalFlagNames.Quiet, null, "no progress, logs or notes on standard error");
    public static readonly GlobalFlag Help = new(GlobalFlagNames.Help, null, "show help for a command", "-h", "-?");

    public static readonly GlobalFlag[] All = [Json, Output, Timeout, MaxBytes, NoKeepAlive, Quiet, Help];

    /// <summary>The flag of this name; null if there is none.</summary>
    public static GlobalFlag? Find(string word) => Array.Find(All, flag => flag.IsNamed(word));

    /// <summary>An argument under the name that no tool takes: <c>--timeout=5</c> is <c>--skill-timeout=5</c>.</summary>
    public static string WithOwnName(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? at : argument.Length;
        return Array.Find(All, flag => flag.Name == argument[..end]) is { } flag ? flag.OwnName + argument[end..] : argument;
    }

    /// <summary>Whether an argument takes the next one as its value.</summary>
    public static bool TakesValue(string argument) => Find(argument) is { Value: FlagValue.Required };
}
