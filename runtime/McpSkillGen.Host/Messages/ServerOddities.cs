using System.Buffers;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Messages;

/// <summary>
/// Counts what a server wrote that no call could use. Of its content only the beginning of the first line is kept, for a server that
/// does not introduce itself. A call that times out reports what came meanwhile, because most often that was its answer. Safe from any
/// thread.
/// </summary>
internal sealed class ServerOddities
{
    private long _strangeLines;
    private long _strayAnswers;
    private long _overlongLines;
    private long _unansweredRequests;

    public Counts Now => new(
        Interlocked.Read(ref _strangeLines),
        Interlocked.Read(ref _strayAnswers),
        Interlocked.Read(ref _overlongLines),
        Interlocked.Read(ref _unansweredRequests));

    /// <summary>How the first line begins that is not an MCP message, while the server introduces itself; null if there was none.</summary>
    public string? FirstStrangeLine { get; private set; }

    /// <summary>A line that is not an MCP message.</summary>
    public void CountStrangeLine(ReadOnlySequence<byte> line)
    {
        if (Interlocked.Increment(ref _strangeLines) == 1)
        {
            FirstStrangeLine = PlainLine.Excerpt(line.Slice(0, Math.Min(line.Length, PlainLine.ExcerptBytes)).ToArray());
        }
    }

    /// <summary>A request that gets no answer, because too many others still wait for theirs.</summary>
    public void CountUnansweredRequest() => Interlocked.Increment(ref _unansweredRequests);

    /// <summary>An answer that no request was waiting for: late, repeated, or with an id that was never used.</summary>
    public void CountStrayAnswer() => Interlocked.Increment(ref _strayAnswers);

    /// <summary>A line too long to keep that answered no call.</summary>
    public void CountOverlongLine() => Interlocked.Increment(ref _overlongLines);

    internal readonly record struct Counts(long StrangeLines, long StrayAnswers, long OverlongLines, long UnansweredRequests)
    {
        /// <param name="earlier">What was counted before.</param>
        /// <param name="unendedLength">The bytes of a line that has not ended.</param>
        /// <returns>A sentence, or null if nothing odd came since.</returns>
        public string? TellSince(Counts earlier, long unendedLength)
        {
            var parts = new List<string>();
            Add(StrangeLines - earlier.StrangeLines, "line that is not an MCP message", "lines that are not MCP messages");
            Add(StrayAnswers - earlier.StrayAnswers, "answer that no call was waiting for", "answers that no call was waiting for");
            Add(OverlongLines - earlier.OverlongLines, "line too long to read", "lines too long to read");
            Add(UnansweredRequests - earlier.UnansweredRequests, "request too many to be answered", "requests too many to be answered");
            if (unendedLength > 0)
            {
                parts.Add($"{unendedLength} bytes of a line that has not ended");
            }

            return parts.Count == 0 ? null : $"Meanwhile the server wrote {string.Join(" and ", parts)}.";

            void Add(long count, string one, string many)
            {
                if (count > 0)
                {
                    parts.Add($"{count} {(count == 1 ? one : many)}");
                }
            }
        }
    }
}
