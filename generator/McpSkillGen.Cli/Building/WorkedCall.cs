using System.ComponentModel;
using McpSkillGen.Cli.Planning;

namespace McpSkillGen.Cli.Building;

/// <summary>Finds a call that SKILL.md can show because it works: tries a few that only read, with a server of their own each.</summary>
internal static class WorkedCall
{
    // A server that is slow to start gets its time; a tool that waits for something does not.
    private const string Limit = "30";

    /// <param name="executor">The program.</param>
    /// <param name="calls">What may be tried, the most promising first.</param>
    /// <param name="cancellationToken">Stops the program, and the server with it.</param>
    /// <returns>Null when none works.</returns>
    public static async Task<ExampleCall?> FindAsync(string executor, IReadOnlyList<ExampleCall> calls, CancellationToken cancellationToken)
    {
        foreach (var call in calls)
        {
            // A server and a host that end with the call: what is tried must leave nothing behind, however this ends.
            List<string> command = [executor, "call", call.Command, call.Json, "--no-keep-alive", "--timeout", Limit, "--quiet"];
            try
            {
                var ended = await ChildProcess.RunAsync(command, Path.GetDirectoryName(executor)!, null, cancellationToken, cleansUp: true).ConfigureAwait(false);
                if (ended.ExitCode == 0 && !string.IsNullOrWhiteSpace(ended.Output))
                {
                    return call;
                }
            }
            catch (Win32Exception)
            {
                return null;
            }
        }

        return null;
    }
}
