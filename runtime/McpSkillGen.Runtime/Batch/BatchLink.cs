using System.Buffers;
using System.Diagnostics;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Threads;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Batch;

/// <summary>One connection of a batch. A thread of its own reads it; everything else belongs to whoever works the batch's mailbox off.</summary>
internal sealed class BatchLink : IDisposable
{
    private const int EnoughForAWrite = 64 * 1024;

    private readonly HostConnection _connection;
    private readonly TimeSpan? _callPatience;
    private readonly Mailbox<BatchEvent> _mailbox;
    private readonly ArrayBufferWriter<byte> _outgoing = new(512);
    private long _lastSend = Stopwatch.GetTimestamp();
    private uint _lastId;

    /// <param name="connection">Ours from now on.</param>
    /// <param name="environment">What the host shall run.</param>
    /// <param name="callPatience">How long a call may take before a host that says nothing hangs; null for no limit.</param>
    /// <param name="mailbox">Where frames go.</param>
    public BatchLink(HostConnection connection, SkillEnvironment environment, TimeSpan? callPatience, Mailbox<BatchEvent> mailbox)
    {
        (_connection, Environment, _callPatience, _mailbox) = (connection, environment, callPatience, mailbox);
        FirstPatience = callPatience < HostConnection.FirstMessagePatience ? callPatience.Value : HostConnection.FirstMessagePatience;
        connection.SetPatience(connection.Child is null ? FirstPatience : null);
        var payload = new ArrayBufferWriter<byte>(128);
        environment.Greeting.WriteTo(payload);
        FrameWriter.Write(_outgoing, FrameKind.Hello, 0, payload.WrittenSpan);
        new Thread(Listen) { IsBackground = true }.Start();
    }

    /// <summary>What the host was looked for with.</summary>
    public SkillEnvironment Environment { get; }

    /// <summary>How long the host may take for its first message.</summary>
    public TimeSpan FirstPatience { get; }

    /// <summary>The host's process, where it is our child.</summary>
    public ChildHost? Child => _connection.Child;

    /// <summary>The calls that the host has, by the number that they have on this connection.</summary>
    public Dictionary<uint, BatchCall> InFlight { get; } = [];

    /// <summary>Whether the host has said that it is the one.</summary>
    public bool IsWelcome { get; set; }

    /// <summary>Whether calls may still be sent: not when the host is leaving or gone.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Adds a call to what <see cref="Flush"/> sends, behind the Hello where it is the first.</summary>
    public void Add(BatchCall call)
    {
        call.IsAccepted = false;
        Volatile.Write(ref _lastSend, Stopwatch.GetTimestamp());
        InFlight.Add(++_lastId, call);
        FrameWriter.Write(_outgoing, FrameKind.Call, _lastId, call.Payload.Span);
        if (_outgoing.WrittenCount >= EnoughForAWrite)
        {
            Flush();
        }
    }

    /// <summary>Sends what was added, in one write. That the host is gone is heard from the reading thread.</summary>
    public void Flush()
    {
        if (_outgoing.WrittenCount == 0)
        {
            return;
        }

        try
        {
            _connection.Send(_outgoing.WrittenSpan);
        }
        catch (IOException)
        {
        }

        _outgoing.ResetWrittenCount();
    }

    /// <summary>Takes all calls off the books that the host still has, in the order in which they were sent.</summary>
    public BatchCall[] TakeAll()
    {
        BatchCall[] calls = [.. InFlight.OrderBy(static entry => entry.Key).Select(static entry => entry.Value)];
        InFlight.Clear();
        return calls;
    }

    public void Dispose() => _connection.Dispose();

    private void Listen()
    {
        var isWelcome = false;
        var isSilent = false;
        while (!isSilent)
        {
            try
            {
                if (_connection.Read() is not { } parsed)
                {
                    break;
                }

                if (!isWelcome)
                {
                    isWelcome = true;
                    _connection.SetPatience(_callPatience);
                }

                // Progress and logs of many calls at once cannot be told apart on one standard error.
                if (parsed.Message is not (ProgressMessage or LogMessage))
                {
                    _mailbox.Add(new BatchEvent.MessageArrived(
                        this,
                        parsed.Message is ResultMessage result
                            ? new ResultMessage(result.Call, result.Json.ToArray())
                            : parsed));
                }

                // Frames that came together are worked off together, so that what follows from them shares a write.
                if (!_connection.HasFrame)
                {
                    _mailbox.WorkOff();
                }
            }
            catch (TimeoutException)
            {
                // Nothing was heard for that long; but was anything asked?
                isSilent = Stopwatch.GetElapsedTime(Volatile.Read(ref _lastSend)) >= (isWelcome ? _callPatience : FirstPatience);
            }
        }

        _mailbox.Post(new BatchEvent.LinkEnded(this, isSilent));
    }
}
