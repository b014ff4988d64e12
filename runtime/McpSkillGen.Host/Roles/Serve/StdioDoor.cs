using System.Text.Json;
using McpSkillGen.Host.Serving;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>A host that is its caller's child has one client from the start and no other: there is nothing to shut or to show.</summary>
internal sealed class StdioDoor : IHostDoor
{
    public bool IsInPlace => true;

    public void Shut()
    {
    }

    public void HandOver()
    {
    }

    public void ShowProcesses(int? serverId)
    {
    }

    public void ShowActivity()
    {
    }

    public JsonDocument? ReadStatistics() => null;

    public void KeepStatistics(ReadOnlySpan<byte> json)
    {
    }
}
