using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Roles.Login;

/// <summary>Waits for the end of standard input beside everything else. A blocked read cannot be cancelled, so its thread ends with the process.</summary>
internal sealed class InputWatch : IDisposable
{
    private readonly Lock _guard = new();
    private Action? _onEnd;

    /// <param name="onEnd">Called at most once, and not after this object is disposed.</param>
    public InputWatch(Action onEnd)
    {
        _onEnd = onEnd;
        new Thread(AwaitEnd) { IsBackground = true, Name = "standard input" }.Start();
    }

    public void Dispose()
    {
        lock (_guard)
        {
            _onEnd = null;
        }
    }

    private void AwaitEnd()
    {
        using var input = StandardStreams.OpenInput();
        Span<byte> ignored = stackalloc byte[256];
        while (input.Read(ignored) > 0)
        {
        }

        lock (_guard)
        {
            _onEnd?.Invoke();
        }
    }
}
