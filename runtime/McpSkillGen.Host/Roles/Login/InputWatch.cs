using System.Threading.Channels;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Roles.Login;

/// <summary>
/// Reads standard input beside everything else: what a person types there, and its end. A blocked read cannot be cancelled, so
/// its thread ends with the process.
/// </summary>
internal sealed class InputWatch : IDisposable
{
    // Far more than an address has.
    private const int LongestLine = 64 * 1024;

    // Nobody types more before we look.
    private const int MostLines = 16;

    private readonly Lock _guard = new();
    private readonly Channel<string> _lines =
        Channel.CreateBounded<string>(new BoundedChannelOptions(MostLines) { FullMode = BoundedChannelFullMode.DropWrite });
    private Action? _onEnd;

    /// <param name="onEnd">Called at most once, and not after this object is disposed.</param>
    public InputWatch(Action onEnd)
    {
        _onEnd = onEnd;
        new Thread(AwaitEnd) { IsBackground = true, Name = "standard input" }.Start();
    }

    /// <summary>What is typed, line by line.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

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
        var line = new List<byte>();
        Span<byte> buffer = stackalloc byte[256];
        while (input.Read(buffer) is var read and > 0)
        {
            foreach (var b in buffer[..read])
            {
                if (b == '\n')
                {
                    _lines.Writer.TryWrite(System.Text.Encoding.UTF8.GetString([.. line]));
                    line.Clear();
                }
                else if (line.Count < LongestLine)
                {
                    line.Add(b);
                }
            }
        }

        lock (_guard)
        {
            _onEnd?.Invoke();
        }
    }
}
