using McpSkillGen.Host.Mcp;
using McpSkillGen.Host.Transport;

namespace McpSkillGen.Host.Serving;

/// <summary>Gathers what one round of the host's loop sends, so that what goes to the same place shares a write.</summary>
internal sealed class RoundOutput
{
    private readonly List<ClientConnection> _held = [];

    /// <summary>What the client is told from now on goes out at the end of the round.</summary>
    public void Hold(ClientConnection client)
    {
        if (!_held.Contains(client))
        {
            client.HoldFrames();
            _held.Add(client);
        }
    }

    /// <summary>The round is over. Acceptances are on the wire before the requests are that wait for them.</summary>
    /// <param name="server">The server that requests go to; null when there is none.</param>
    public void Release(ServerSession? server)
    {
        server?.HoldRequests();
        foreach (var client in _held)
        {
            client.ReleaseFrames();
        }

        _held.Clear();
        server?.ReleaseRequests();
    }
}
