using System.Globalization;
using System.Text;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>
/// <c>.mcp.pid</c> and <c>.mcp.last_active</c> in the skill's folder: for people, and never read to decide anything. So a
/// folder that cannot be written is fine.
/// </summary>
internal sealed class StateFiles(SkillFolder folder)
{
    public void WriteProcesses(int? serverId) =>
        PrivateFile.TryReplace(folder.PidFile, Encoding.ASCII.GetBytes(serverId is null ? $"{Environment.ProcessId}\n" : $"{Environment.ProcessId}\n{serverId}\n"));

    public void WriteLastActive() =>
        PrivateFile.TryReplace(folder.LastActiveFile, Encoding.ASCII.GetBytes(DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) + "\n"));

    /// <summary>Removes the process ids, which are no longer valid. The time of the last call stays.</summary>
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

}
