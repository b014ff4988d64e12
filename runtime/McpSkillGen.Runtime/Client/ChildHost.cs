using System.Text;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Client;

/// <summary>A host that is our child process. What it writes to standard error is kept, in case the host fails.</summary>
internal sealed class ChildHost
{
    private const int KeptCharacters = 4000;
    private const int ThreadStackLength = 256 * 1024;

    // It has closed its output; only the end of its standard error and its exit code are missing.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly ChildProcess _process;
    private readonly Thread _listening;
    private volatile string _said = "";
    private volatile string _how = "";

    public ChildHost(ChildProcess process)
    {
        _process = process;
        _listening = new Thread(Listen, ThreadStackLength) { IsBackground = true, Name = "host errors" };
        _listening.Start();
    }

    /// <summary>Why it did not accept a call, as far as known.</summary>
    public string LastWords()
    {
        _ = _listening.Join(EndPatience);
        return $"The host ended before it accepted the call{_how}; the tool did not run.{(_said.Length > 0 ? $"\n{_said}" : "")}";
    }

    /// <summary>Ends a host that hangs; nobody else would.</summary>
    public void End() => _process.Kill();

    // Standard error first: a process may be gone before its last words are read. It ends when its input ends, and nobody
    // else waits for it.
    private void Listen()
    {
        _said = ReadAll(_process.Error);
        _how = $" (exit code {_process.WaitForExit()})";
    }

    // Everything is read, so that the host never blocks on a full pipe, but only the beginning is kept.
    private static string ReadAll(Stream error)
    {
        var said = new StringBuilder();
        using var reader = new StreamReader(error);
        try
        {
            while (reader.ReadLine() is { } line)
            {
                if (said.Length < KeptCharacters)
                {
                    said.Append(line).Append('\n');
                }
            }
        }
        catch (IOException)
        {
            // What was read so far is kept.
        }

        return said.ToString().TrimEnd();
    }
}
