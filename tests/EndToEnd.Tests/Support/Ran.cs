using CliWrap;
using CliWrap.Buffered;

namespace EndToEnd.Tests.Support;

/// <summary>What a program did: it has ended, and both of its streams have been read to their ends.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record Ran(int ExitCode, string Output, string Error)
{
    // Nothing here takes this long unless it hangs; the error then says what hung.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end. Standard input is empty.</summary>
    public static async Task<Ran> ProgramAsync(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? variables = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var result = await Cli.Wrap(program)
                .WithArguments(arguments)
                .WithWorkingDirectory(folder ?? Path.GetTempPath())
                .WithEnvironmentVariables(variables ?? new Dictionary<string, string?>())
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(limit.Token);
            return new Ran(result.ExitCode, result.StandardOutput, result.StandardError);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' did not end, or something it started kept its output open.");
        }
    }

    /// <summary>Asserts the exit code, and shows what was printed when it is another one.</summary>
    public Ran Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Expected exit code {exitCode}, got {ExitCode}.\nstdout: {Output}\nstderr: {Error}");
        return this;
    }
}
