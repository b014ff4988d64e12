using System.Diagnostics;
using System.Text;

namespace McpSkillGen.Runtime.Client;

/// <summary>A host that is our child: what it writes to standard error is kept, for the case that it dies of it.</summary>
internal sealed class ChildHost : IDisposable
{
    private const int KeptCharacters = 4000;

    // It closed its output before: what is left of it is its exit code and the end of its standard error.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Task<string> _said;

    public ChildHost(Process process)
    {
        _process = process;
        var error = process.StandardError;
        _said = Task.Factory.StartNew(() => ReadAll(error), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Why it did not take a call, as far as it can be known.</summary>
    public string LastWords()
    {
        // To the end of its standard error first: a process may be gone before its last words are read.
        var said = _said.Wait(EndPatience) ? _said.Result : "";
        var how = _process.WaitForExit(EndPatience) ? $" (exit code {_process.ExitCode})" : "";
        return $"The host ended before it took the call{how}; the tool did not run.{(said.Length > 0 ? $"\n{said}" : "")}";
    }

    /// <summary>Lets go of it; it ends by itself, since its input does.</summary>
    public void Dispose() => _process.Dispose();

    // All of it is read, so that a talkative host never blocks on a full pipe; the beginning is kept.
    private static string ReadAll(StreamReader error)
    {
        var said = new StringBuilder();
        try
        {
            while (error.ReadLine() is { } line)
            {
                if (said.Length < KeptCharacters)
                {
                    said.Append(line).Append('\n');
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // We let go of it in between.
        }

        return said.ToString().TrimEnd();
    }
}
