namespace McpSkillGen.FaultServer;

/// <summary>What happened, a line each, in a file that outlives every crash: tests count its lines.</summary>
internal sealed class Journal(string? path)
{
    private readonly Lock _writing = new();

    public void Write(string line)
    {
        if (path is null)
        {
            return;
        }

        lock (_writing)
        {
            File.AppendAllText(path, line + "\n");
        }
    }
}
