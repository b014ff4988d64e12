using System.ComponentModel;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime;

namespace McpSkillGen.Cli.Building;

/// <summary>Finds a call that SKILL.md can show because it works: tries a few that only read, with a server of their own each.</summary>
internal static class WorkedCall
{
    // A server that is slow to start gets its time; a tool that waits for something does not.
    private const string Limit = "20";

    // Over all calls, with a server's start for each: as long as a person waits without wondering.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    /// <param name="executor">The program.</param>
    /// <param name="calls">What may be tried, the most promising first.</param>
    /// <param name="cancellationToken">Stops the program, and the server with it.</param>
    /// <returns>Null when none works.</returns>
    public static async Task<ExampleCall?> FindAsync(string executor, IReadOnlyList<ExampleCall> calls, CancellationToken cancellationToken)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        budget.CancelAfter(Budget);

        // Not the skill's own folder: what a server leaves where it is called from would be part of the skill.
        var folder = Directory.CreateTempSubdirectory("mcpgen-call-");
        try
        {
            foreach (var call in calls)
            {
                // A server and a host that end with the call: what is tried must leave nothing behind, however this ends.
                List<string> command = [executor, call.Command, .. call.Flags, "--no-keep-alive", "--timeout", Limit, "--quiet"];
                var ended = await ChildProcess.RunAsync(command, folder.FullName, null, budget.Token, cleansUp: true).ConfigureAwait(false);
                if (ended.ExitCode == 0 && !string.IsNullOrWhiteSpace(ended.Output))
                {
                    return call;
                }

                // Without its environment or its server no other tool answers either.
                if ((ExitCode)ended.ExitCode is ExitCode.WrongEnvironment or ExitCode.Unreachable)
                {
                    return null;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return null;
    }
}
