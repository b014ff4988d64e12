using System.Text.RegularExpressions;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Building;

/// <summary>Asks a server what it offers, through the host: one code path for transports, authorization and versions.</summary>
internal static partial class ServerIntrospection
{
    private const int QuotedLines = 20;

    /// <param name="configFile">The config to reach the server by.</param>
    /// <param name="loginCommand">What a person runs to log in to the server, for the message that says so.</param>
    /// <param name="onErrorLine">Hears what the server says while it starts.</param>
    /// <param name="cancellationToken">Stops the server too.</param>
    /// <returns>The catalog, as JSON, without the secrets of the config.</returns>
    /// <exception cref="SkillException">The server cannot be asked; with the host's exit code and words.</exception>
    public static async Task<string> RunAsync(string configFile, string loginCommand, Action<string> onErrorLine, CancellationToken cancellationToken)
    {
        var redaction = Redaction.Of(configFile);
        var ended = await ChildProcess.RunAsync(
            [.. Carried.HostCommand(), "introspect", "--config", configFile, "--login-command", loginCommand],
            Path.GetDirectoryName(configFile)!,
            line => onErrorLine(redaction.OfText(line)),
            cancellationToken,
            cleansUp: true).ConfigureAwait(false);
        if (ended.ExitCode == 0)
        {
            return redaction.OfJson(ended.Output);
        }

        // Signals and crashes have codes outside the table; the server was not reached, whatever the number.
        var exitCode = Enum.IsDefined((ExitCode)ended.ExitCode) && ended.ExitCode != 0 ? (ExitCode)ended.ExitCode : ExitCode.Unreachable;
        throw new SkillException(exitCode, redaction.OfText(Explain(ended)));
    }

    private static string Explain(ChildProcess.Ended ended)
    {
        var lines = ended.Errors
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(static line => !LogEntry().IsMatch(line))
            .ToArray();
        return lines.Length == 0
            ? $"The server could not be asked what it offers: the host ended with exit code {ended.ExitCode} and said nothing."
            : string.Join('\n', lines.TakeLast(QuotedLines));
    }

    // The host's log tells how it came to the failure; what failed stands after it, in words for people.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:")]
    private static partial Regex LogEntry();
}
