using System.Globalization;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Logging;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Instances;

/// <summary>The role <c>logs</c>: prints the end of an instance's log, and what comes after it.</summary>
internal static class LogsCommand
{
    /// <param name="id">Which instance.</param>
    /// <param name="count">How many lines, in digits; null for <see cref="LogRequest.DefaultCount"/>.</param>
    /// <param name="toolName">Only the calls of this tool; its name on the wire or on the command line.</param>
    /// <param name="follow">Go on with new lines.</param>
    /// <param name="asJson">An object for each line.</param>
    public static int Run(string id, string? count, string? toolName, bool follow, bool asJson)
    {
        try
        {
            var paths = InstanceSurvey.FoldersIn(RuntimeDirectory.Locate(Environment.GetEnvironmentVariable)).FirstOrDefault(paths => paths.Id == id)
                ?? throw new SkillException(ExitCode.WrongArguments, $"There is no instance '{id}'.");
            var lines = int.TryParse(count ?? $"{LogRequest.DefaultCount}", NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new SkillException(ExitCode.WrongArguments, $"'{count}' is no number of lines.");
            var wanted = toolName is null ? null : Loosely(LogLine.EscapeName(toolName));
            LogPrinter.Print(paths, new LogRequest(
                lines, line => wanted is null || (line.CallName is { } name && Loosely(name) == wanted), follow, asJson));
            return (int)ExitCode.Success;
        }
        catch (SkillException e)
        {
            StandardStreams.WriteErrorLine(e.Message);
            return (int)e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            StandardStreams.WriteErrorLine($"The log cannot be read: {e.Message}");
            return (int)ExitCode.WrongEnvironment;
        }
    }

    // Without the catalog, "get-sum" is known to be "get_sum" by its letters only.
    private static string Loosely(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)) is { Length: > 0 } letters ? letters.ToLowerInvariant() : name;
}
