using System.Globalization;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Serving;

/// <summary>
/// <c>.mcp.pid</c> and <c>.mcp.last_active</c> in the skill's folder: for people who look, and never read to decide
/// anything. So a folder that cannot be written is fine.
/// </summary>
internal sealed class StateFiles(SkillFolder folder)
{
    public void WriteProcesses(int? serverId) =>
        TryWrite(folder.PidFile, serverId is null ? $"{Environment.ProcessId}\n" : $"{Environment.ProcessId}\n{serverId}\n");

    public void WriteLastActive() =>
        TryWrite(folder.LastActiveFile, DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) + "\n");

    /// <summary>Removes the pids, which mean nothing any more. The time of the last call stays.</summary>
    public void RemoveProcesses()
    {
        try
        {
            File.Delete(folder.PidFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static void TryWrite(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
