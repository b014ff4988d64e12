using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using McpSkillGen.Runtime.Wire;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Mcp;

/// <summary>
/// MCP over a process's standard input and output. The SDK gets what it has to understand: handshakes, requests,
/// notifications and errors. A result of a forwarded call goes past it as the bytes that the server wrote, because the SDK
/// would make a tree of it that takes thirteen times its size, and has no limit; it gets an empty answer instead.
/// </summary>
/// <param name="input">What the server reads.</param>
/// <param name="output">What the server writes.</param>
/// <param name="tap">Knows whose answer is whose.</param>
internal sealed class StdioTransport(Stream input, Stream output, CallTap tap) : IClientTransport, ITransport, ILineSink
{
    // What becomes a tree in the SDK: no notification, request or error is honestly longer.
    private const int MaxParsedLength = 16 * 1024 * 1024;

    // Not every system lets a read from a pipe be cancelled; it ends with the process then.
    private static readonly TimeSpan CloseBudget = TimeSpan.FromSeconds(1);

    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    private readonly Channel<JsonRpcMessage> _messages = Channel.CreateUnbounded<JsonRpcMessage>(new() { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ServerOddities _oddities = new();
    private ServerLines? _lines;
    private Task _reading = Task.CompletedTask;

    public string Name => "stdio";

    public string? SessionId => null;

    public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

    /// <summary>What the server wrote so far that no call could use.</summary>
    public ServerOddities.Counts Oddities => _oddities.Now;

    /// <summary>What the server wrote since that no call could use, in a sentence; null when there was nothing.</summary>
    public string? TellOdditiesSince(ServerOddities.Counts earlier) => _oddities.Now.TellSince(earlier, _lines?.UnendedLength ?? 0);

    public Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default)
    {
        _lines = new ServerLines(output, this, Frame.MaxPayloadLength);
        _reading = ReadAsync(_lines);
        return Task.FromResult<ITransport>(this);
    }

    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        tap.OnSending(message);
        try
        {
            var line = new ArrayBufferWriter<byte>(512);
            using (var writer = new Utf8JsonWriter(line))
            {
                JsonSerializer.Serialize(writer, message, MessageType);
            }

            line.Write("\n"u8);
            await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                // A line once begun is written to its end: cut short, it would run into the next call's.
                await input.WriteAsync(line.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
                await input.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (ObjectDisposedException e)
        {
            throw new IOException("The server's input is closed.", e);
        }
        finally
        {
            tap.OnSent(message);
        }
    }

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
        var isAnswer = !envelope.HasMethod && envelope.Id is not null;
        if (isAnswer && tap.TryFind(envelope.Id!.Value, out var call))
        {
            OnAnswer(call, envelope.Id.Value, line, envelope);
        }
        else if (isAnswer && !tap.IsAwaitedBySdk(envelope.Id!.Value))
        {
            _oddities.CountStrayAnswer();
        }
        else if (!envelope.IsObject || !(isAnswer || envelope.HasMethod) || Parse(line) is not { } message || !TryPass(message))
        {
            _oddities.CountStrangeLine();
        }
    }

    void ILineSink.OnOverlongLine(EnvelopeScanner envelope)
    {
        if (!envelope.HasMethod && envelope.Id is { } id && tap.TryFind(id, out var call))
        {
            Answer(call, id, new LineAnswer.Overlong());
        }
        else
        {
            _oddities.CountOverlongLine();
        }
    }

    private void OnAnswer(ForwardedCall call, RequestId id, ReadOnlySequence<byte> line, EnvelopeScanner envelope)
    {
        if (!envelope.IsObject)
        {
            Answer(call, id, new LineAnswer.Unusable("is not JSON"));
        }
        else if (envelope is { HasResult: false, HasError: false })
        {
            Answer(call, id, new LineAnswer.Unusable("has neither a result nor an error"));
        }
        else if (envelope is { HasError: false, AsksForInput: false })
        {
            Answer(call, id, new LineAnswer.Complete(line));
        }
        else
        {
            OnAnswerForSdk(call, id, line, envelope.AsksForInput);
        }
    }

    /// <summary>An error, or a result that asks for input. A server that writes both members means the one that is not null.</summary>
    private void OnAnswerForSdk(ForwardedCall call, RequestId id, ReadOnlySequence<byte> line, bool asksForInput)
    {
        var message = Parse(line);
        if (message is JsonRpcResponse && !asksForInput)
        {
            Answer(call, id, new LineAnswer.Complete(line));
        }
        else if (message is null || !TryPass(message))
        {
            Answer(call, id, new LineAnswer.Unusable(line.Length > MaxParsedLength ? $"is an error of {line.Length} bytes" : "is not JSON-RPC"));
        }
    }

    private void Answer(ForwardedCall call, RequestId id, LineAnswer answer)
    {
        tap.Forget(id);
        call.Answered.TrySetResult(answer);

        // Ends the SDK's own waiting; nobody looks at it.
        _messages.Writer.TryWrite(new JsonRpcResponse { Id = id, Result = new JsonObject() });
    }

    /// <returns>False when the message cannot be looked at: JSON allows what the framework's trees do not.</returns>
    private bool TryPass(JsonRpcMessage message)
    {
        try
        {
            tap.OnReceived(message);
            return _messages.Writer.TryWrite(message);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The same member twice, or half of a surrogate pair.
            return false;
        }
    }

    private static JsonRpcMessage? Parse(ReadOnlySequence<byte> line)
    {
        if (line.Length > MaxParsedLength || !AnswerReader.IsUtf8(line))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(AnswerReader.WithoutByteOrderMark(line));
            return JsonSerializer.Deserialize(ref reader, MessageType);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task ReadAsync(ServerLines lines)
    {
        // Off the thread that connects, which has the handshake to send.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await lines.ReadToEndAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Broken or closed: ended either way.
        }
        finally
        {
            _messages.Writer.TryComplete();
        }
    }
}
