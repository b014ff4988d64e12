using McpSkillGen.Host.Processes;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Links.Stdio;

/// <summary>What is known about a server that ended: how, and what it wrote last.</summary>
internal static class LastWords
{
    private const int QuotedLines = 10;

    /// <param name="process">The server's process.</param>
    /// <param name="exitCode">Null if it is not known, or the process still runs.</param>
    public static string Of(ServerProcess process, int? exitCode)
    {
        var how = exitCode switch
        {
            null => $"The server '{process.Command}' closed its output",
            > 128 and { } signalled when !OperatingSystem.IsWindows() => $"The server '{process.Command}' ended with exit code {signalled} (signal {signalled - 128})",
            { } code => $"The server '{process.Command}' ended with exit code {code}",
        };
        return how + Quote(process);
    }

    /// <summary>Ends a sentence, and puts the server's last lines below it.</summary>
    public static string Quote(ServerProcess process) => process.Stderr.Last(QuotedLines) is { Count: > 0 } lines
        ? $". Its last lines on standard error:\n{string.Join('\n', lines.Select(static line => "  " + PlainLine.Of(line)))}"
        : " and wrote nothing to standard error.";
}
