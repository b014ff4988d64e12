using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Queries;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Batch;

/// <summary>Answers, a line each, that are written as soon as nobody has more of them.</summary>
/// <param name="isText">Whether they are texts for people, below a line with the call's id.</param>
/// <param name="query">What to pick from each result; null for all of it.</param>
internal sealed class BatchOutput(bool isText, ResultQuery? query = null)
{
    // What is kept of the buffer's room between two writes.
    private const int RetainedCapacity = 1024 * 1024;

    private const int EnoughForAWrite = 64 * 1024;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private ArrayBufferWriter<byte> _lines = new(4096);

    /// <summary>Whether every answer so far was a success.</summary>
    public bool IsAllWell { get; private set; } = true;

    /// <returns>False if nobody reads any more.</returns>
    /// <exception cref="SkillException">It cannot be written.</exception>
    public bool Write(byte[] id, CallOutcome.Failed failure) => Write(id, failure.ExitCode, failure.Message, result: default);

    /// <inheritdoc cref="Write(byte[], CallOutcome.Failed)"/>
    /// <param name="id">What the answer is known by.</param>
    /// <param name="tool">The tool's command.</param>
    /// <param name="result">The server's own result, UTF-8 JSON.</param>
    public bool Write(byte[] id, string tool, ReadOnlyMemory<byte> result)
    {
        result = ForeignJson.AsUtf8(result);
        try
        {
            var error = BatchResult.ErrorIn(result, tool, out var isWhole);
            return error is null && query is not null
                ? WritePicked(id, query, result)
                : Write(id, error is null ? ExitCode.Success : ExitCode.ToolFailed, error, isWhole ? default : result);
        }
        catch (JsonException e)
        {
            return Write(id, new CallOutcome.Failed(ExitCode.Unreachable, $"The server's result is not valid JSON: {JsonMistake.Find(e, result.Span)}."));
        }
    }

    private bool WritePicked(byte[] id, ResultQuery picking, ReadOnlyMemory<byte> result)
    {
        using var document = ResultPrinter.Parse(result);
        try
        {
            var picked = picking.Of(new ToolResult(document), toWhole: false);
            return isText
                ? WriteText(id, ExitCode.Success, picked is TextValue text ? text.Value : Encoding.UTF8.GetString(picked.ToJson().Span))
                : Write(id, ExitCode.Success, error: null, picked.ToJson());
        }
        catch (QueryException e)
        {
            return Write(id, ExitCode.ToolFailed, $"The tool answered, but --query cannot be applied: {e.Message}", result);
        }
    }

    private bool WriteText(byte[] id, ExitCode exitCode, string text)
    {
        var heading = $"== {Encoding.UTF8.GetString(id)}{(exitCode is ExitCode.Success ? "" : $" (exit code {(int)exitCode})")}";
        _lines.Write(Encoding.UTF8.GetBytes($"{heading}\n{text}\n"));
        return Flush();
    }

    private bool Write(byte[] id, ExitCode exitCode, string? error, ReadOnlyMemory<byte> result)
    {
        IsAllWell &= exitCode is ExitCode.Success;
        if (isText)
        {
            return WriteText(id, exitCode, error ?? BatchResult.TextOf(result));
        }

        using (var writer = new Utf8JsonWriter(_lines, WireProtocol.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id"u8);
            writer.WriteRawValue(id, skipInputValidation: true);
            writer.WriteNumber("exitCode"u8, (int)exitCode);
            if (error is not null)
            {
                writer.WriteString("error"u8, error);
            }

            if (!result.IsEmpty)
            {
                writer.WritePropertyName("result"u8);
                writer.WriteRawValue(OnOneLine(result.Span), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        _lines.Write("\n"u8);
        return _lines.WrittenCount < EnoughForAWrite || Flush();
    }

    /// <summary>Writes what there is.</summary>
    /// <inheritdoc cref="Write(byte[], CallOutcome.Failed)"/>
    public bool Flush()
    {
        if (_lines.WrittenCount == 0)
        {
            return true;
        }

        StandardStreams.Write(_lines.WrittenSpan);
        if (_lines.Capacity > RetainedCapacity)
        {
            _lines = new ArrayBufferWriter<byte>(4096);
        }

        _lines.ResetWrittenCount();
        return !StandardStreams.WaitUntilUnread(TimeSpan.Zero);
    }

    // Between the tokens of a server's JSON there may be line ends; in its strings there are none.
    private static ReadOnlySpan<byte> OnOneLine(ReadOnlySpan<byte> json)
    {
        if (!json.ContainsAny(LineEnds))
        {
            return json;
        }

        var line = json.ToArray();
        line.AsSpan().ReplaceAny(LineEnds, (byte)' ');
        return line;
    }
}
