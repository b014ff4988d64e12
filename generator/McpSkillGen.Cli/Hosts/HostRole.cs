using System.Diagnostics;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Cli.Hosts;

/// <summary>Runs a role of the host program that mcpgen carries. Only that program knows how to find hosts and talk to them.</summary>
internal static class HostRole
{
    /// <summary>Runs a role to its end.</summary>
    /// <param name="arguments">The role and its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<ChildProcess.Ended> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync([.. Carried.HostCommand(), .. arguments], Environment.CurrentDirectory, null, cancellationToken);

    /// <summary>Runs a role on our own streams, so that what it prints is seen at once.</summary>
    /// <returns>Its exit code, or that of an interruption if it was cancelled.</returns>
    /// <param name="arguments">The role and its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="holdsInput">Whether it gets a standard input that ends when this process does, however that happens.</param>
    /// <param name="passesInput">Whether what is typed here is passed on there.</param>
    public static async Task<int> RunHereAsync(
        IReadOnlyList<string> arguments, CancellationToken cancellationToken, bool holdsInput = false, bool passesInput = false)
    {
        IReadOnlyList<string> command = [.. Carried.HostCommand(), .. arguments];
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = holdsInput })!;
        if (passesInput)
        {
            InputRelay.Start(process.StandardInput.BaseStream);
        }

        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C reached it as well as us; a SIGTERM did not.
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return (int)ExitCode.Interrupted;
        }
    }

    /// <summary>Why a role failed, with its own exit code and message.</summary>
    public static SkillException Failure(ChildProcess.Ended ended) => new(
        Enum.IsDefined((ExitCode)ended.ExitCode) ? (ExitCode)ended.ExitCode : ExitCode.Unreachable,
        ended.Errors.Trim() is { Length: > 0 } words ? words : $"the host program ended with exit code {ended.ExitCode} and no message.");
}
