namespace McpSkillGen.Host.Transport;

/// <summary>
/// Has the thread that waits for sockets and pipes also do what they bring, instead of waking one of the pool for it: twice
/// for each call, each time for longer than the host works on it. Only for a host that blocks nowhere on the way, as one
/// whose server is a process: the framework's HTTP client is not made for it.
/// </summary>
/// <remarks>A setting of <c>System.Net.Sockets</c>, which reads it once, at the first wait.</remarks>
internal static class SocketThread
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    // By default it would be one for each core then.
    private const string ThreadCount = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>To be called before anything is awaited on a socket or a pipe.</summary>
    public static void DoTheWork()
    {
        Environment.SetEnvironmentVariable(InlineCompletions, "1");
        Environment.SetEnvironmentVariable(ThreadCount, "1");
    }

    /// <summary>Whether a variable is such a setting, and so none of a server's business.</summary>
    public static bool IsSetting(string name) => name is InlineCompletions or ThreadCount;
}
