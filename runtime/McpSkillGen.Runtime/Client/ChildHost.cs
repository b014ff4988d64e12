using System.Diagnostics;
using System.Text;

namespace McpSkillGen.Runtime.Client;

/// <summary>A host that is our child: what it writes to standard error is kept, for the case that it dies of it.</summary>
internal sealed class ChildHost : IDisposable
{
    private const int KeptCharacters = 4000;

    // It closed its output before: what is left of it is its exit code.
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    public ChildHost(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Why it did not take a call, as far as it can be known.</summary>
    public string LastWords()
    {
        var how = _process.WaitForExit(ExitPatience) ? $" (exit code {_process.ExitCode})" : "";
        lock (_said)
        {
            return $"The host ended before it took the call{how}; the tool did not run.{(_said.Length > 0 ? $"\n{_said}" : "")}".TrimEnd();
        }
    }

    /// <summary>Lets go of it; it ends by itself, since its input does.</summary>
    public void Dispose() => _process.Dispose();

    private void Keep(string? line)
    {
        lock (_said)
        {
            if (line is not null && _said.Length < KeptCharacters)
            {
                _said.Append(line).Append('\n');
            }
        }
    }
}
