using System.ComponentModel;
using McpSkillGen.Cli.Planning;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Vocabulary;

namespace McpSkillGen.Cli.Building;

/// <summary>Finds a working call for SKILL.md: tries a few read-only calls, each with a server of its own.</summary>
internal static class WorkedCall
{
    // In seconds: enough for a slow server to start, but not for a tool that waits for something.
    private const string Limit = "20";

    // Spelled so that no tool takes them for its own.
    private static readonly string[] OwnFlags =
    [
        $"--{GlobalFlagNames.OwnPrefix}{GlobalFlagNames.NoKeepAlive}", $"--{GlobalFlagNames.OwnPrefix}{GlobalFlagNames.Timeout}", Limit,
        $"--{GlobalFlagNames.OwnPrefix}{GlobalFlagNames.Quiet}",
    ];

    // For all calls together, each with a server's start: as long as a person waits without wondering.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    /// <param name="executor">The program.</param>
    /// <param name="calls">What may be tried, the most promising first.</param>
    /// <param name="cancellationToken">Stops the program, and the server with it.</param>
    /// <returns>Null if none works.</returns>
    public static async Task<ExampleCall?> FindAsync(string executor, IReadOnlyList<ExampleCall> calls, CancellationToken cancellationToken)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        budget.CancelAfter(Budget);

        // Not the skill's own folder: files that the server creates there would become part of the skill.
        var folder = Directory.CreateTempSubdirectory("mcpgen-call-");
        try
        {
            foreach (var call in calls)
            {
                // Server and host end with the call, so that a trial leaves nothing behind, however it ends.
                List<string> command = [executor, call.Command, .. call.Flags, .. OwnFlags];
                var ended = await ChildProcess.RunAsync(command, folder.FullName, null, budget.Token, cleansUp: true).ConfigureAwait(false);
                if (ended.ExitCode == 0 && !string.IsNullOrWhiteSpace(ended.Output))
                {
                    return call;
                }

                // Without its environment or server, no other tool answers either.
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
