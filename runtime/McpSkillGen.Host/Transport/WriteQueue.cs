using System.Buffers;
using McpSkillGen.Host.Faults;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Host.Transport;

/// <summary>
/// What goes out on a stream, in its order, written by whoever brings it. What comes while another write goes on, or while
/// the queue is held, shares the next write. Nobody waits for a reader that is slow: the rest is written when there is room.
/// </summary>
/// <param name="stream">Written to by nobody else.</param>
/// <param name="closing">Gives up what is not written yet.</param>
internal sealed class WriteQueue(Stream stream, CancellationToken closing)
{
    // A write costs more than the copy of what shares it, up to about here.
    private const int JoinedLength = 64 * 1024;

    private readonly Lock _guard = new();
    private readonly ArrayBufferWriter<byte> _joined = new(1024);
    private List<Item> _waiting = [];
    private List<Item> _taken = [];
    private long _waitingBytes;
    private int _holds;
    private bool _isWriting;

    /// <summary>What was added and is not written yet, in bytes.</summary>
    public long WaitingBytes => Interlocked.Read(ref _waitingBytes);

    /// <summary>Why nothing can be written any more; null while it can.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>Adds something to be written.</summary>
    /// <param name="what">Let go when it is written.</param>
    /// <param name="written">Hears whether the system has taken it, on the thread that wrote it; returns at once.</param>
    public void Add(Outgoing what, Action<bool>? written = null)
    {
        Interlocked.Add(ref _waitingBytes, what.Length);
        lock (_guard)
        {
            _waiting.Add(new Item(what, written));
        }

        WriteUnlessHeld();
    }

    /// <summary>From now until <see cref="Release"/>, what is added waits.</summary>
    public void Hold()
    {
        lock (_guard)
        {
            _holds++;
        }
    }

    /// <summary>Ends one <see cref="Hold"/>.</summary>
    public void Release()
    {
        lock (_guard)
        {
            _holds--;
        }

        WriteUnlessHeld();
    }

    /// <summary>Completes when everything that was added before is written, or never will be.</summary>
    public Task FlushAsync()
    {
        var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(Outgoing.Bytes(default), written.SetResult);
        return written.Task;
    }

    private void WriteUnlessHeld()
    {
        lock (_guard)
        {
            if (_isWriting || _holds > 0 || _waiting.Count == 0)
            {
                return;
            }

            _isWriting = true;
        }

        _ = WriteAsync();
    }

    private async Task WriteAsync()
    {
        while (TryTake())
        {
            try
            {
                if (Trouble is null)
                {
                    await WriteTakenAsync().ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The reading side hears of it too; here the rest of the queue is only emptied.
                Trouble = e;
            }

            foreach (var (what, written) in _taken)
            {
                what.LetGo();
                Interlocked.Add(ref _waitingBytes, -what.Length);
                LargeResults.HaveGone(what.Length);
                written?.Invoke(Trouble is null);
            }

            _taken.Clear();
        }
    }

    private bool TryTake()
    {
        lock (_guard)
        {
            _isWriting = _holds == 0 && _waiting.Count > 0;
            if (_isWriting)
            {
                (_taken, _waiting) = (_waiting, _taken);
            }

            return _isWriting;
        }
    }

    private async ValueTask WriteTakenAsync()
    {
        foreach (var (what, _) in _taken)
        {
            if (_joined.WrittenCount + what.Head.Length > JoinedLength)
            {
                await WriteJoinedAsync().ConfigureAwait(false);
            }

            if (what.Head.Length > JoinedLength)
            {
                await stream.WriteAsync(what.Head, closing).ConfigureAwait(false);
                continue;
            }

            _joined.Write(what.Head.Span);
            if (!what.Tail.IsEmpty)
            {
                await WriteJoinedAsync().ConfigureAwait(false);
                foreach (var piece in what.Tail)
                {
                    await stream.WriteAsync(piece, closing).ConfigureAwait(false);
                }
            }
        }

        await WriteJoinedAsync().ConfigureAwait(false);
        await stream.FlushAsync(closing).ConfigureAwait(false);
    }

    private async ValueTask WriteJoinedAsync()
    {
        if (_joined.WrittenCount > 0)
        {
            var bytes = _joined.WrittenMemory;
            if (FaultPoint.IsChosen(FaultPoint.MidResult) && (FrameKind)bytes.Span[4] is FrameKind.Result)
            {
                await stream.WriteAsync(bytes[..(bytes.Length / 2)], closing).ConfigureAwait(false);
                FaultPoint.Reach(FaultPoint.MidResult);
                bytes = bytes[(bytes.Length / 2)..];
            }

            await stream.WriteAsync(bytes, closing).ConfigureAwait(false);
            _joined.ResetWrittenCount();
        }
    }

    private readonly record struct Item(Outgoing What, Action<bool>? Written);
}
