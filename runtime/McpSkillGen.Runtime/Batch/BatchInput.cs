using System.Diagnostics.CodeAnalysis;
using McpSkillGen.Runtime.Threads;

namespace McpSkillGen.Runtime.Batch;

/// <summary>Reads a batch's lines on a thread of its own, and no further ahead than one chunk: what can be read at once.</summary>
/// <param name="stream">The lines; ours from now on.</param>
/// <param name="parser">Understands them.</param>
/// <param name="mailbox">Hears what was read, then the end.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore holds no handle, and the thread may still wait on it when the batch ends early.")]
internal sealed class BatchInput(Stream stream, BatchLineParser parser, Mailbox<BatchEvent> mailbox)
{
    /// <summary>The longest line, in bytes. What a tool needs to be told of that size is better told as a file's name.</summary>
    public const int MaxLineLength = 64 * 1024 * 1024;

    private readonly SemaphoreSlim _room = new(1);

    public void Start() => new Thread(Read) { IsBackground = true }.Start();

    /// <summary>A chunk has gone: another one may be read ahead.</summary>
    public void ReadOn() => _room.Release();

    private void Read()
    {
        using var input = stream;
        var lines = new LineReader(input, MaxLineLength);
        var chunk = new List<BatchLine>();
        string? trouble = null;
        try
        {
            while (lines.Read(out var line, out var isTooLong))
            {
                var parsed = isTooLong
                    ? new BatchLine.Wrong(BatchLineParser.DefaultId(lines.Number), $"The line is longer than {MaxLineLength >> 20} MB (line {lines.Number}).")
                    : parser.Parse(line, lines.Number);
                if (parsed is not null)
                {
                    chunk.Add(parsed);
                }

                if (chunk.Count > 0 && !lines.HasLine)
                {
                    mailbox.Post(new BatchEvent.LinesRead(chunk));
                    chunk = [];
                    _room.Wait();
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            trouble = $"The input cannot be read beyond line {lines.Number}: {e.Message}";
        }

        mailbox.Post(new BatchEvent.InputEnded(trouble));
    }
}
