using System.ComponentModel;
using System.Text.RegularExpressions;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Building;

/// <summary>Puts a skill's executor and its host into the user's store, through the skill's own launcher, which builds them.</summary>
internal static partial class ExecutorBuild
{
    private const int QuotedLines = 30;

    /// <summary>Tells a launcher to build, and how: <c>best</c>, or the kind.</summary>
    private const string Variable = "MCP_SKILL_RESTORE";

    /// <param name="skill">The skill's folder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    /// <param name="kind">What is built.</param>
    /// <param name="variables">For the launcher, beside ours.</param>
    /// <returns>The compiler's warnings; empty after a clean build.</returns>
    /// <exception cref="SkillException">The build failed. The message has its output.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string skill, string name, CancellationToken cancellationToken, string kind = "best", Dictionary<string, string>? variables = null)
    {
        var launcher = new SkillFolder(skill).LauncherFile(name);
        string[] command = OperatingSystem.IsWindows() ? ["cmd", "/d", "/c", launcher] : ["/bin/sh", launcher];
        ChildProcess.Ended ended;
        try
        {
            ended = await ChildProcess
                .RunAsync(command, skill, null, cancellationToken, variables: new(variables ?? []) { [Variable] = kind })
                .ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"'{command[0]}' cannot be run: {e.Message} Use --no-build to build the executor later.", e);
        }

        var lines = $"{ended.Output}\n{ended.Errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ended.ExitCode != 0)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The executor could not be built:\n{string.Join('\n', Relevant(lines))}");
        }

        return [.. lines.Where(static line => Severity(line) is "warning").Distinct()];
    }

    // The errors if there are any, once each; otherwise the end of the output.
    private static IEnumerable<string> Relevant(string[] lines)
    {
        var errors = lines.Where(static line => Severity(line) is "error").Distinct().ToArray();
        return errors.Length > 0 ? errors.Take(QuotedLines) : lines.TakeLast(QuotedLines);
    }

    private static string Severity(string line) => Diagnostic().Match(line).Groups["severity"].Value;

    // MSBuild's canonical form of diagnostics, which every tool in a build prints: "ORIGIN : error CODE: TEXT".
    [GeneratedRegex(@"(?:^|: )(?:[a-z]+ )?(?<severity>error|warning) [A-Za-z]+\d+ ?: ")]
    private static partial Regex Diagnostic();
}
