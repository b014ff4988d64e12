using System.Buffers;

namespace McpSkillGen.Host.Streams;

/// <summary>
/// Bytes on their way out. They are let go as soon as they are written, because somebody may keep this object for longer, and
/// a result can have a hundred megabytes.
/// </summary>
/// <param name="head">Small, or all there is.</param>
/// <param name="tail">What follows the head if it is large: it is written where it lies, and never copied.</param>
internal sealed class Outgoing(ReadOnlyMemory<byte> head, ReadOnlySequence<byte> tail = default)
{
    public ReadOnlyMemory<byte> Head { get; private set; } = head;

    public ReadOnlySequence<byte> Tail { get; private set; } = tail;

    /// <summary>In bytes; stays after the bytes were let go.</summary>
    public long Length { get; } = head.Length + tail.Length;

    public void LetGo() => (Head, Tail) = (default, default);
}
