using System.Text;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Runtime.Client;

/// <summary>A host that is our child: what it writes to standard error is kept, for the case that it dies of it.</summary>
internal sealed class ChildHost
{
    private const int KeptCharacters = 4000;
    private const int ThreadStackLength = 256 * 1024;

    // It closed its output before: what is left of it is the end of its standard error and its exit code.
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

    /// <summary>Why it did not take a call, as far as it can be known.</summary>
    public string LastWords()
    {
        _ = _listening.Join(EndPatience);
        return $"The host ended before it took the call{_how}; the tool did not run.{(_said.Length > 0 ? $"\n{_said}" : "")}";
    }

    // To the end of its standard error first: a process may be gone before its last words are read. It ends by itself, since its
    // input does; nobody else waits for it.
    private void Listen()
    {
        _said = ReadAll(_process.Error);
        _how = $" (exit code {_process.WaitForExit()})";
    }

    // All of it is read, so that a talkative host never blocks on a full pipe; the beginning is kept.
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
            // What was read so far will have to do.
        }

        return said.ToString().TrimEnd();
    }
}
