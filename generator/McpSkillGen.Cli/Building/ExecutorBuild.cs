using System.ComponentModel;
using System.Text.RegularExpressions;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Building;

/// <summary>Publishes a skill's executor into its <c>scripts/</c> folder.</summary>
internal static partial class ExecutorBuild
{
    private const int QuotedLines = 30;

    /// <param name="executorFolder">The folder of the project.</param>
    /// <param name="isNative">False: ReadyToRun, for machines without a C linker.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    /// <returns>The compiler's warnings; empty after a clean build.</returns>
    /// <exception cref="SkillException">The build failed. The message has its output.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(string executorFolder, bool isNative, CancellationToken cancellationToken)
    {
        // No build servers: they would outlive the command, while the folder is about to be renamed.
        string[] command =
        [
            Toolchain.DotNet, "publish", "--nologo", "--verbosity", "quiet", "--disable-build-servers",
            .. isNative ? Array.Empty<string>() : ["-p:McpSkillNative=false"],
        ];
        ChildProcess.Ended ended;
        try
        {
            ended = await ChildProcess.RunAsync(command, executorFolder, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"'{Toolchain.DotNet}' cannot be run: {e.Message} Building an executor needs the .NET 10 SDK (https://dot.net). Use --no-build to build it later.",
                e);
        }

        var lines = $"{ended.Output}\n{ended.Errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ended.ExitCode != 0)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment,
                $"The executor could not be built. 'dotnet publish' ended with exit code {ended.ExitCode}:\n{string.Join('\n', Relevant(lines))}");
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
