using System.Text.RegularExpressions;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Logging;

namespace McpSkillGen.Cli.Building;

/// <summary>Asks a server what it offers, through the host, which alone knows transports, authorization and versions.</summary>
internal static partial class ServerIntrospection
{
    private const int QuotedLines = 20;

    /// <param name="configFile">How to reach the server.</param>
    /// <param name="loginCommand">The command to log in to the server, for the message that asks for it.</param>
    /// <param name="onErrorLine">Receives each line that the server prints while it starts.</param>
    /// <param name="onNote">Receives what the catalog lacks, in sentences, when it is complete otherwise.</param>
    /// <param name="cancellationToken">Stops the server too.</param>
    /// <returns>The catalog as JSON, without the config's secrets.</returns>
    /// <exception cref="SkillException">The server cannot be asked; with the host's exit code and message.</exception>
    public static async Task<string> RunAsync(
        string configFile, string loginCommand, Action<string> onErrorLine, Action<string> onNote, CancellationToken cancellationToken)
    {
        var redaction = Redaction.Of(configFile);
        var ended = await ChildProcess.RunAsync(
            [.. Carried.HostCommand(), "introspect", "--config", configFile, "--login-command", loginCommand],
            Path.GetDirectoryName(configFile)!,
            line => onErrorLine(redaction.OfText(LogLine.Parse(line).Text)),
            cancellationToken,
            cleansUp: true).ConfigureAwait(false);
        if (ended.ExitCode == 0)
        {
            foreach (var line in LinesOf(ended.Errors).Where(static line => line.StartsWith(LogLine.NotePrefix, StringComparison.Ordinal)))
            {
                onNote(redaction.OfText(line[LogLine.NotePrefix.Length..]));
            }

            return redaction.OfJson(ended.Output);
        }

        // Signals and crashes have codes outside the table. The server was not reached, whatever the number.
        var exitCode = Enum.IsDefined((ExitCode)ended.ExitCode) && ended.ExitCode != 0 ? (ExitCode)ended.ExitCode : ExitCode.Unreachable;
        throw new SkillException(exitCode, redaction.OfText(Explain(ended)));
    }

    private static string Explain(ChildProcess.Ended ended)
    {
        var lines = LinesOf(ended.Errors).Where(static line => !LogEntry().IsMatch(line)).ToArray();
        return lines.Length == 0
            ? $"The server could not be asked what it offers: the host ended with exit code {ended.ExitCode} and no message."
            : string.Join('\n', lines.TakeLast(QuotedLines));
    }

    private static string[] LinesOf(string errors) => errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Lines of the host's log lead up to the failure; the message for people stands after them.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:")]
    private static partial Regex LogEntry();
}
