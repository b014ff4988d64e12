namespace McpSkillGen.Host.Links;

/// <summary>Receives what a server says before it answers a call, in the order of the wire. Must return at once.</summary>
internal interface ICallListener
{
    /// <param name="notification">The params of a <c>notifications/progress</c> of this call, UTF-8 JSON.</param>
    void OnProgress(ReadOnlySpan<byte> notification);

    /// <param name="notification">The params of a <c>notifications/message</c>, UTF-8 JSON. It names no call: every call in flight receives it.</param>
    void OnLog(ReadOnlySpan<byte> notification);

    /// <summary>Whether the caller can ask its user.</summary>
    bool CanAnswer { get; }

    /// <summary>Whether the config lets this call's questions be answered with their own defaults.</summary>
    bool TakesDefaults { get; }

    /// <summary>Asks the caller's user. The only member that may take long.</summary>
    /// <param name="question">The params of an <c>elicitation/create</c>: one JSON object, UTF-8.</param>
    /// <param name="cancellationToken">Withdraws the question.</param>
    /// <returns>MCP's <c>ElicitResult</c>: one JSON object; null if the call ended before there was one.</returns>
    Task<ReadOnlyMemory<byte>?> AskAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken);
}

/// <summary>Ignores everything: for requests of the host's own.</summary>
internal sealed class DeafListener : ICallListener
{
    public static readonly DeafListener Instance = new();

    public void OnProgress(ReadOnlySpan<byte> notification)
    {
    }

    public void OnLog(ReadOnlySpan<byte> notification)
    {
    }

    public bool CanAnswer => false;

    public bool TakesDefaults => false;

    public Task<ReadOnlyMemory<byte>?> AskAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(null);
}
