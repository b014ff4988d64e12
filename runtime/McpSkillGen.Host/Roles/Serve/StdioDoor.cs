using System.Text.Json;
using McpSkillGen.Host.Faults;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Serving;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>The door of a host that is its caller's child: one client, who is there from the start. There is nothing to shut or to show.</summary>
/// <param name="ending">Ends the conversation.</param>
/// <param name="log">Told what goes wrong with the client.</param>
internal sealed class StdioDoor(HostLog log, CancellationToken ending) : IHostDoor
{
    public bool IsInPlace => true;

    public async Task OpenAsync(HostLoop loop)
    {
        var caller = new ClientConnection(
            StandardStreams.OpenInput(), HalfWrittenResult.Over(StandardStreams.OpenOutput()), ending, new ConnectedPeer(OurParent, IsElsewhere: false));

        // Reading from standard input blocks its thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await caller.ReadAsync(loop, log.Write).ConfigureAwait(false);
        loop.Post(new HostEvent.StopRequested("The caller is gone"));
    }

    private static int? OurParent() => OperatingSystem.IsLinux() ? ProcessStat.Of(Environment.ProcessId)?.Parent : null;

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
