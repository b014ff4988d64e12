using System.Text.Json;
using McpSkillGen.Host.Background;
using McpSkillGen.Host.Faults;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Serving;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Native;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>
/// The socket, the lock that entitles a host to it, and the files that tell people about it. They go in this order: listener,
/// socket file, pid file, lock. So the next host never finds a trace of this one that it could remove.
/// </summary>
internal sealed class SocketDoor(
    InstanceLock owned,
    ServerTurn turn,
    SocketListener listener,
    StateFiles files,
    Leftovers leftovers,
    InstancePaths instance,
    BackgroundWork work,
    HostLog log)
    : IHostDoor, IDisposable
{
    private bool _isOurs = true;

    public bool IsInPlace => !_isOurs || owned.IsInPlace;

    public Task OpenAsync(HostLoop loop) => listener.AcceptAsync(
        (stream, peer) => work.Add(
            "reading from a client", new ClientConnection(stream, HalfWrittenResult.Over(stream), work.Ending, peer).ReadAsync(loop, log.Write)),
        log.Write);

    public void Shut() => listener.Dispose();

    public void HandOver()
    {
        if (!_isOurs)
        {
            return;
        }

        listener.Dispose();
        if (owned.IsInPlace)
        {
            files.RemoveProcesses();
            leftovers.HandOver();
            turn.HandOver();
        }

        _isOurs = false;
        owned.Dispose();
    }

    public void ShowProcesses(int? serverId)
    {
        if (_isOurs)
        {
            files.WriteProcesses(serverId);
        }
    }

    public void ShowActivity() => files.WriteLastActive();

    public JsonDocument? ReadStatistics() => KeptStatistics.TryRead(instance);

    public void KeepStatistics(ReadOnlySpan<byte> json)
    {
        if (_isOurs && owned.IsInPlace)
        {
            PrivateFile.TryReplace(instance.Statistics, json);
        }
    }

    public void Dispose() => HandOver();
}
