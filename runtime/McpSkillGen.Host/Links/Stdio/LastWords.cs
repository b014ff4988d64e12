using McpSkillGen.Host.Processes;

namespace McpSkillGen.Host.Links.Stdio;

/// <summary>What is known of a server that ended: how, and what it wrote last.</summary>
internal static class LastWords
{
    private const int QuotedLines = 10;

    /// <param name="process">The server's.</param>
    /// <param name="exitCode">Null when it is not known, or the process still runs.</param>
    public static string Of(ServerProcess process, int? exitCode)
    {
        var how = exitCode switch
        {
            null => $"The server '{process.Command}' closed its output",
            > 128 and { } signalled => $"The server '{process.Command}' ended with exit code {signalled} (signal {signalled - 128})",
            { } code => $"The server '{process.Command}' ended with exit code {code}",
        };
        return how + Quote(process.Stderr.Last(QuotedLines));
    }

    /// <summary>A server's lines as they stand below a sentence.</summary>
    public static string Quote(IReadOnlyList<string> lines) =>
        lines.Count == 0
            ? " and wrote nothing to standard error."
            : $". Its last words on standard error:\n{string.Join('\n', lines.Select(static line => "  " + line))}";
}
