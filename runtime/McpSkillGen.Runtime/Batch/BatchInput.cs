namespace McpSkillGen.Runtime.Batch;

/// <summary>Reads a batch's lines on a thread of its own, and no further ahead than there is room.</summary>
/// <param name="stream">The lines; ours from now on.</param>
/// <param name="parser">Understands them.</param>
/// <param name="room">One for each line that may be open; released when the line is answered.</param>
/// <param name="mailbox">Where they go.</param>
internal sealed class BatchInput(Stream stream, BatchLineParser parser, SemaphoreSlim room, Mailbox<BatchEvent> mailbox)
{
    /// <summary>The longest line, in bytes. What a tool needs to be told of that size is better told as a file's name.</summary>
    public const int MaxLineLength = 64 * 1024 * 1024;

    public void Start() => new Thread(Read) { IsBackground = true }.Start();

    private void Read()
    {
        using var input = stream;
        var lines = new LineReader(input, MaxLineLength);
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
                    room.Wait();
                    mailbox.Post(new BatchEvent.LineRead(parsed));
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
