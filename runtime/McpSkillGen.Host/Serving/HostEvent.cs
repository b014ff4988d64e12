using McpSkillGen.Host.Calls;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Serving;

/// <summary>Something that happened to the host.</summary>
internal abstract record HostEvent
{
    public sealed record MessageArrived(ClientConnection Client, ClientMessage Message) : HostEvent;

    public sealed record ClientGone(ClientConnection Client) : HostEvent;

    public sealed record CallEnded(ActiveCall Call, CallEnd End) : HostEvent;

    /// <summary>The server is ready, for the first time or again.</summary>
    public sealed record ServerReady(int? ServerId) : HostEvent;

    /// <summary>The server was checked.</summary>
    /// <param name="Session">Which.</param>
    /// <param name="Silence">How long it did not answer; null if it answered or ended.</param>
    public sealed record ServerAsked(ServerSession Session, TimeSpan? Silence) : HostEvent;

    /// <summary>The server said that its list of tools has changed (<c>notifications/tools/list_changed</c>). The round's end acts on it.</summary>
    public sealed record ToolsChanged : HostEvent;

    /// <summary>The server's tools were compared with the skill's.</summary>
    /// <param name="Difference">In one line; null if there is none.</param>
    public sealed record CatalogCompared(string? Difference) : HostEvent;

    /// <summary>A signal, or the end of standard input, tells the host to stop.</summary>
    /// <param name="Why">For the log.</param>
    public sealed record StopRequested(string Why) : HostEvent;

    /// <summary>The time that the policy asked for has passed.</summary>
    public sealed record TimeElapsed : HostEvent;

    public sealed record ServerStopped : HostEvent;
}
