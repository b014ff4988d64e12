using System.Buffers;

namespace McpSkillGen.Host.Streams;

/// <summary>
/// What goes out on a stream, in order, written by the thread that adds it. What is added during another write, or while the
/// queue is held, shares the next write. Nobody waits for a slow reader: the rest is written when there is room.
/// </summary>
/// <param name="stream">Written to by nobody else.</param>
/// <param name="closing">Drops what is not written yet.</param>
internal sealed class WriteQueue(Stream stream, CancellationToken closing)
{
    // One write costs more than copying what shares it, up to about here.
    private const int JoinedLength = 64 * 1024;

    private readonly Lock _guard = new();
    private readonly ArrayBufferWriter<byte> _joined = new(1024);
    private List<Item> _waiting = [];
    private List<Item> _taken = [];
    private long _waitingBytes;
    private int _holds;
    private bool _isWriting;
    private Task _writing = Task.CompletedTask;

    /// <summary>What was added and is not written yet, in bytes.</summary>
    public long WaitingBytes => Interlocked.Read(ref _waitingBytes);

    /// <summary>Why nothing can be written any more; null as long as it can.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>Adds something to be written.</summary>
    /// <param name="what">Let go when it is written.</param>
    /// <param name="written">Told whether the system has taken it, on the thread that wrote it. Must return at once.</param>
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
    public async Task FlushAsync()
    {
        var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new Outgoing(default), written.SetResult);

        // After a fault of ours nothing is written any more.
        await (_writing.IsFaulted ? _writing : written.Task).ConfigureAwait(false);
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

        // Observed by FlushAsync.
        _writing = WriteAsync();
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
                // The reading side notices too. Here the rest of the queue is only emptied.
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
            await stream.WriteAsync(_joined.WrittenMemory, closing).ConfigureAwait(false);
            _joined.ResetWrittenCount();
        }
    }

    private readonly record struct Item(Outgoing What, Action<bool>? Written);
}
