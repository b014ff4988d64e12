using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Streams;
using McpSkillGen.Runtime.Wire;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links.Stdio;

/// <summary>
/// MCP over a process's standard input and output. What the SDK need not understand goes past it: see <see cref="MessageSorter"/>.
/// </summary>
internal sealed class StdioTransport : IClientTransport, ITransport, ILineSink
{
    // On some systems a read from a pipe cannot be cancelled. It ends with the process then.
    private static readonly TimeSpan CloseBudget = TimeSpan.FromSeconds(1);

    private readonly Channel<JsonRpcMessage> _messages = Channel.CreateUnbounded<JsonRpcMessage>(new() { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly ServerOddities _oddities = new();
    private readonly WriteQueue _input;
    private readonly Stream _output;
    private readonly CallTap _tap;
    private readonly MessageSorter _sorter;
    private ServerLines? _lines;
    private Task _reading = Task.CompletedTask;

    /// <param name="input">What the server reads.</param>
    /// <param name="output">What the server writes.</param>
    /// <param name="tap">Knows which call an answer belongs to.</param>
    public StdioTransport(Stream input, Stream output, CallTap tap)
    {
        (_input, _output, _tap) = (new WriteQueue(input, CancellationToken.None), output, tap);
        _sorter = new MessageSorter(tap, _oddities);
    }

    public string Name => "stdio";

    public string? SessionId => null;

    public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

    /// <summary>What the server wrote so far that no call could use.</summary>
    public ServerOddities.Counts Oddities => _oddities.Now;

    /// <inheritdoc cref="ServerOddities.FirstStrangeLine"/>
    public string? FirstStrangeLine => _oddities.FirstStrangeLine;

    /// <summary>What the server wrote since that no call could use, in a sentence; null if there was nothing.</summary>
    public string? TellOdditiesSince(ServerOddities.Counts earlier) => _oddities.Now.TellSince(earlier, _lines?.UnendedLength ?? 0);

    public Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default)
    {
        _lines = new ServerLines(_output, this, Frame.MaxPayloadLength);
        _reading = ReadAsync(_lines);
        return Task.FromResult<ITransport>(this);
    }

    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        _tap.OnSending(message);
        try
        {
            var line = new ArrayBufferWriter<byte>(512);
            using (var writer = new Utf8JsonWriter(line))
            {
                JsonSerializer.Serialize(writer, message, SdkJson.TypeOf<JsonRpcMessage>());
            }

            line.Write("\n"u8);
            var written = new TaskCompletionSource<bool>();
            Send(line.WrittenMemory, written.SetResult);
            if (!await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new IOException("The server's input is closed.", _input.Trouble);
            }
        }
        finally
        {
            _tap.OnSent(message);
        }
    }

    /// <summary>Sends one line. It is always written completely: a part of it would run into the next line.</summary>
    /// <param name="line">With its line break.</param>
    /// <param name="written">Told whether the system has taken it, on the thread that wrote it. Must return at once.</param>
    public void Send(ReadOnlyMemory<byte> line, Action<bool> written) => _input.Add(new Outgoing(line), written);

    /// <summary>From now until <see cref="ReleaseLines"/> lines are collected, to share a write.</summary>
    public void HoldLines() => _input.Hold();

    /// <summary>Ends one <see cref="HoldLines"/>.</summary>
    public void ReleaseLines() => _input.Release();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        try
        {
            await _reading.WaitAsync(CloseBudget).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _messages.Writer.TryComplete();
        }
    }

    void ILineSink.OnLine(ReadOnlySequence<byte> line, EnvelopeScanner envelope)
    {
        if (envelope.IsObject || !CrowdedLine.TryTake(line, Take))
        {
            Take(line, envelope);
        }
    }

    void ILineSink.OnOverlongLine(EnvelopeScanner envelope) => Pass(_sorter.SortOverlong(envelope));

    private void Take(ReadOnlySequence<byte> message, EnvelopeScanner envelope) => Pass(_sorter.Sort(message, envelope));

    private void Pass(JsonRpcMessage? message)
    {
        if (message is not null)
        {
            _messages.Writer.TryWrite(message);
        }
    }

    private async Task ReadAsync(ServerLines lines)
    {
        // Off the thread that connects, which must send the handshake.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await lines.ReadToEndAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Broken or closed.
        }
        finally
        {
            _messages.Writer.TryComplete();
            _tap.OnEnded();
        }
    }
}
