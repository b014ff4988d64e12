using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Transport;

namespace McpSkillGen.Host.Calls;

/// <summary>Gathers what one round of the host's loop sends, so that everything for the same receiver shares a write.</summary>
/// <param name="slot">Holds the server that requests go to.</param>
/// <param name="log">Written before the clients are told.</param>
internal sealed class RoundOutput(ServerSlot slot, HostLog log)
{
    private readonly List<ClientConnection> _held = [];
    private readonly List<Action> _afterwards = [];
    private ServerSession? _server;

    /// <summary>From now on, frames for this client and requests for the server go out at the end of the round.</summary>
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

    /// <summary>Does something when the round has sent everything. It must not throw.</summary>
    public void Afterwards(Action action) => _afterwards.Add(action);

    /// <summary>Ends the round. A client is told that its call is accepted before the server gets the request.</summary>
    public void Release()
    {
        log.Flush();
        foreach (var client in _held)
        {
            client.ReleaseFrames();
        }

        _held.Clear();
        _server?.ReleaseRequests();
        _server = null;
        try
        {
            _afterwards.ForEach(static action => action());
        }
        finally
        {
            // One that throws after all is not done again in each round.
            _afterwards.Clear();
        }
    }
}
