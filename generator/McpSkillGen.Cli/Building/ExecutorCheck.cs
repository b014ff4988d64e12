using System.ComponentModel;
using System.Text.Json;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Cli.Building;

/// <summary>Runs a new executor once, before anybody depends on it.</summary>
internal static class ExecutorCheck
{
    /// <param name="executor">The program.</param>
    /// <param name="expectedTools">How many tools the skill has.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    /// <exception cref="SkillException">It does not run, or does not list every tool.</exception>
    public static async Task RunAsync(string executor, int expectedTools, CancellationToken cancellationToken)
    {
        try
        {
            var ended = await ChildProcess.RunAsync(
                [executor, CommandNames.List, "--json"], Path.GetDirectoryName(executor)!, null, cancellationToken).ConfigureAwait(false);
            using var list = JsonDocument.Parse(ended.ExitCode == 0 ? ended.Output : "null");
            var found = list.RootElement.ValueKind is JsonValueKind.Array ? list.RootElement.GetArrayLength() : -1;
            if (found != expectedTools)
            {
                throw Broken(found >= 0 ? $"it lists {found} tools, but the server has {expectedTools}" : $"'list --json' ended with exit code {ended.ExitCode}: {ended.Errors.Trim()}");
            }
        }
        catch (Exception e) when (e is Win32Exception or JsonException)
        {
            throw Broken(e.Message, e);
        }
    }

    private static SkillException Broken(string why, Exception? cause = null) =>
        new(ExitCode.WrongEnvironment, $"The new executor does not work: {why}. Nothing was written. This is a bug in mcpgen; please report it with the config.", cause);
}
