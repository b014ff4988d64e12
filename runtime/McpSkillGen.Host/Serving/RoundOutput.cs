using System.Numerics;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Transport;

namespace McpSkillGen.Host.Serving;

/// <summary>Gathers what one round of the host's loop sends, so that what goes to the same place shares a write.</summary>
/// <param name="slot">Has the server that requests go to.</param>
/// <param name="log">Has been told of whatever a client is told.</param>
internal sealed class RoundOutput(ServerSlot slot, HostLog log)
{
    private readonly List<ClientConnection> _held = [];
    private ServerSession? _server;
    private int _begun;

    /// <summary>What the client and the server are told from now on goes out at the end of the round.</summary>
    public void Hold(ClientConnection client)
    {
        if (_server is null)
        {
            _server = slot.Running;
            _server?.HoldRequests();
        }

        if (!_held.Contains(client))
        {
            client.HoldFrames();
            _held.Add(client);
        }
    }

    /// <summary>
    /// A call has begun. The server shall not have nothing to do until the end of the round: it gets the first request at once,
    /// and the next ones in ever longer rows.
    /// </summary>
    public void OnBegun()
    {
        if (BitOperations.IsPow2(++_begun))
        {
            _server?.ReleaseRequests();
            _server?.HoldRequests();
        }
    }

    /// <summary>
    /// The round is over. Acceptances are on the wire before the requests are that wait for them; where there are none to send,
    /// the server comes first, and works while the clients are told.
    /// </summary>
    /// <param name="isLast">Whether no other round is sure to follow: then the log has been told before the clients are.</param>
    public void Release(bool isLast)
    {
        if (_held.TrueForAll(static client => client.NotesAcceptances))
        {
            ReleaseServer();
        }

        if (isLast)
        {
            log.Flush();
        }

        foreach (var client in _held)
        {
            client.ReleaseFrames();
        }

        _held.Clear();
        ReleaseServer();
        _begun = 0;
    }

    private void ReleaseServer()
    {
        _server?.ReleaseRequests();
        _server = null;
    }
}
