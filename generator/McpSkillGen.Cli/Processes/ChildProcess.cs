using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Cli.Processes;

/// <summary>Runs a program to its end, without a terminal. What the program does never throws.</summary>
internal static class ChildProcess
{
    private const int SignalTerminate = 15;

    // A host gives its server 4 s in all, and then kills it.
    private static readonly TimeSpan CleanUpBudget = TimeSpan.FromSeconds(10);

    // The SDK tells its own children where it is. An SDK that another global.json chooses must not get this.
    private static readonly string[] SdkVariables = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"];

    /// <param name="command">The program and its arguments.</param>
    /// <param name="workingFolder">Where it runs.</param>
    /// <param name="onErrorLine">Receives each line of its standard error at once; may be null.</param>
    /// <param name="cancellationToken">Ends the program and everything it started.</param>
    /// <param name="cleansUp">Whether the program ends what it started when it is told to end. A host knows which processes its
    /// server has lost; killing both at once would let those live.</param>
    /// <param name="variables">What it finds in its environment beside ours.</param>
    /// <exception cref="Win32Exception">The program does not exist, or may not be run.</exception>
    public static async Task<Ended> RunAsync(
        IReadOnlyList<string> command, string workingFolder, Action<string>? onErrorLine, CancellationToken cancellationToken, bool cleansUp = false,
        Dictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var variable in SdkVariables)
        {
            start.Environment.Remove(variable);
        }

        foreach (var (variable, value) in variables ?? [])
        {
            start.Environment[variable] = value;
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = CollectAsync(process.StandardError, onErrorLine, cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new Ended(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false), clock.Elapsed);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process, cleansUp).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task EndAsync(Process process, bool cleansUp)
    {
        if (cleansUp && !OperatingSystem.IsWindows())
        {
            _ = Libc.Kill(process.Id, SignalTerminate);
            using var patience = new CancellationTokenSource(CleanUpBudget);
            try
            {
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException)
            {
                // It hangs.
            }
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<string> CollectAsync(StreamReader reader, Action<string>? onLine, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            text.Append(line).Append('\n');
            onLine?.Invoke(line);
        }

        return text.ToString();
    }

    /// <param name="ExitCode">As the program set it.</param>
    /// <param name="Output">All of its standard output.</param>
    /// <param name="Errors">All of its standard error.</param>
    /// <param name="Duration">From its start to its end.</param>
    internal sealed record Ended(int ExitCode, string Output, string Errors, TimeSpan Duration);
}
