namespace McpSkillGen.Runtime.Arguments;

/// <summary>The flags that every command of an executor takes. No flag of a tool has these names.</summary>
internal static class GlobalFlags
{
    public static readonly Flag Json = new("--" + GlobalFlagNames.Json, null, "print the whole result as JSON");
    public static readonly Flag Output = new("--" + GlobalFlagNames.Output, "FILE", "save the result to FILE and print its path");
    public static readonly Flag Timeout = new("--" + GlobalFlagNames.Timeout, "SECONDS", "give up after this long (exit code 5)");
    public static readonly Flag MaxBytes = new("--" + GlobalFlagNames.MaxBytes, "N", "print at most N bytes and save the whole result to a file");
    public static readonly Flag NoKeepAlive = new("--" + GlobalFlagNames.NoKeepAlive, null, "start the server for this call only");
    public static readonly Flag Quiet = new("--" + GlobalFlagNames.Quiet, null, "no progress, logs or notes on standard error");
    public static readonly Flag Help = new("--" + GlobalFlagNames.Help, null, "show help for a command", "-h", "-?");

    public static readonly Flag[] All = [Json, Output, Timeout, MaxBytes, NoKeepAlive, Quiet, Help];

    /// <summary>Whether an argument before the command takes the next one as its value.</summary>
    public static bool TakesValue(string argument) => Array.Exists(All, flag => flag.Value is FlagValue.Required && flag.Name == argument);
}
