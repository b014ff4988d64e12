using System.Collections.Concurrent;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Serving;

/// <summary>The clients that want to know what the server says beside its answers. Safe for many threads.</summary>
internal sealed class Watchers
{
    private readonly ConcurrentDictionary<ClientConnection, byte> _clients = [];

    public void Add(ClientConnection client) => _clients[client] = 0;

    public void Remove(ClientConnection client) => _clients.TryRemove(client, out _);

    /// <param name="notice">The server's notification.</param>
    public void Tell(ReadOnlyMemory<byte> notice)
    {
        foreach (var client in _clients.Keys)
        {
            client.SendIfKeepingUp(FrameKind.Notice, 0, notice.Span);
        }
    }
}
