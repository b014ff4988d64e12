using System.Buffers;
using System.Text.Json;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Batch;

/// <summary>Writes answers as they come, a line each.</summary>
internal sealed class BatchOutput
{
    // What is kept of the buffer's room between two answers.
    private const int RetainedCapacity = 1024 * 1024;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private ArrayBufferWriter<byte> _line = new(4096);

    /// <summary>Whether every answer so far was a success.</summary>
    public bool IsAllWell { get; private set; } = true;

    /// <returns>False when nobody reads any more.</returns>
    /// <exception cref="SkillException">It cannot be written.</exception>
    public bool Write(byte[] id, CallOutcome.Failed failure) => Write(id, failure.ExitCode, failure.Message, result: default);

    /// <inheritdoc cref="Write(byte[], CallOutcome.Failed)"/>
    /// <param name="id">What the answer is known by.</param>
    /// <param name="tool">The tool's command.</param>
    /// <param name="result">The server's own result, UTF-8 JSON.</param>
    public bool Write(byte[] id, string tool, byte[] result)
    {
        try
        {
            var error = BatchResult.ErrorIn(result, tool);
            return Write(id, error is null ? ExitCode.Success : ExitCode.ToolFailed, error, result);
        }
        catch (JsonException e)
        {
            return Write(id, new CallOutcome.Failed(ExitCode.Unreachable, $"The server's result is not JSON: {JsonMistake.Find(e, result)}."));
        }
    }

    private bool Write(byte[] id, ExitCode exitCode, string? error, byte[]? result)
    {
        IsAllWell &= exitCode is ExitCode.Success;
        using (var writer = new Utf8JsonWriter(_line, WireProtocol.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id"u8);
            writer.WriteRawValue(id, skipInputValidation: true);
            writer.WriteNumber("exitCode"u8, (int)exitCode);
            if (error is not null)
            {
                writer.WriteString("error"u8, error);
            }

            if (result is not null)
            {
                // Between the tokens of a server's JSON there may be line ends; in its strings there are none.
                result.AsSpan().ReplaceAny(LineEnds, (byte)' ');
                writer.WritePropertyName("result"u8);
                writer.WriteRawValue(result, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        _line.Write("\n"u8);
        StandardStreams.Write(_line.WrittenSpan);
        if (_line.Capacity > RetainedCapacity)
        {
            _line = new ArrayBufferWriter<byte>(4096);
        }

        _line.ResetWrittenCount();
        return !StandardStreams.WaitUntilUnread(TimeSpan.Zero);
    }
}
