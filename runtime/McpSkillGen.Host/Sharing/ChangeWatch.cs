using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Sharing;

/// <summary>
/// Hears from a running host what its server says beside its answers. It starts no host and keeps none alive: a host that retires
/// ends the watch, and the next call begins a new one.
/// </summary>
/// <param name="onNotice">Receives the server's notifications.</param>
internal sealed class ChangeWatch(Action<ReadOnlyMemory<byte>> onNotice) : IDisposable
{
    private readonly Lock _beginning = new();
    private HostConnection? _connection;
    private bool _isOver;

    /// <summary>Watches the host if there is one. When this returns, no later change is missed.</summary>
    public void Begin(SkillEnvironment environment)
    {
        lock (_beginning)
        {
            if (_connection is not null || _isOver
                || HostConnector.Connect(environment.RuntimeDirectory, environment.Instance) is not ConnectOutcome.Ready { Connection: var connection })
            {
                return;
            }

            // An older host does not know the question.
            if (HostInquiry.Ask(connection, HostInquiry.Watch, HostInquiry.Patience) is not HostReply.Answered)
            {
                connection.Dispose();
                return;
            }

            connection.SetPatience(null);
            _connection = connection;
            new Thread(() => Listen(connection)) { IsBackground = true, Name = "watching a host" }.Start();
        }
    }

    public void Dispose()
    {
        lock (_beginning)
        {
            _isOver = true;
            _connection?.Dispose();
        }
    }

    private void Listen(HostConnection connection)
    {
        try
        {
            while (connection.Read() is { } parsed)
            {
                if (parsed.Message is NoticeMessage { Json: var notice })
                {
                    onNotice(notice.ToArray());
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // Over.
        }

        lock (_beginning)
        {
            connection.Dispose();
            _connection = null;
        }
    }
}
