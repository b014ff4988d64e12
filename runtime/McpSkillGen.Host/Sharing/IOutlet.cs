namespace McpSkillGen.Host.Sharing;

/// <summary>A way to a client: the messages about one of its requests, or those about none. Safe for many threads.</summary>
internal interface IOutlet
{
    /// <param name="message">A request or a notification: one JSON object, UTF-8.</param>
    void Send(ReadOnlyMemory<byte> message);

    /// <param name="message">The answer to the request, after which nothing follows; null if there is none.</param>
    void End(ReadOnlyMemory<byte>? message);
}
