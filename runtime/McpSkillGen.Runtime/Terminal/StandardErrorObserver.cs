using System.Text.Json;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Terminal;

/// <summary>Shows progress, the server's log messages and our notes on standard error, and asks the person there.</summary>
/// <param name="isQuiet">Whether to show nothing.</param>
/// <param name="ask">Asks the person at the terminal; null if there is none.</param>
internal sealed class StandardErrorObserver(bool isQuiet, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? ask = null) : ICallObserver
{
    private ProgressLine? _progress;
    private LogLines? _logs;

    /// <summary>One that asks the person at the terminal, if there is one.</summary>
    public static StandardErrorObserver Asking(bool isQuiet)
    {
        if (!StandardStreams.HasPerson)
        {
            return new StandardErrorObserver(isQuiet);
        }

        // One reader for all questions: it may hold what was typed ahead.
        var form = new Lazy<QuestionForm>(QuestionForm.OnTerminal);
        return new StandardErrorObserver(isQuiet, question => form.Value.Ask(question));
    }

    public bool CanAnswer => ask is not null;

    public ReadOnlyMemory<byte> OnQuestion(ReadOnlyMemory<byte> question)
    {
        Clear();
        return ask?.Invoke(question) ?? throw new InvalidOperationException("The host asked a question that nobody can answer.");
    }

    /// <summary>Removes the progress, because the call has ended.</summary>
    public void Clear() => _progress?.Clear();

    public void OnProgress(ReadOnlyMemory<byte> notification)
    {
        // A bad notification is no reason to lose the call.
        if (!isQuiet && ForeignJson.TryParseObject(notification, out var progress, out _))
        {
            using (progress)
            {
                var root = progress.RootElement;
                _progress ??= new ProgressLine(StandardStreams.ErrorIsTerminal, StandardStreams.WriteError);
                _progress.Show(root.Number("progress"u8), root.Number("total"u8), Text(root, "message"u8));
            }
        }
    }

    public void OnLog(ReadOnlyMemory<byte> notification)
    {
        if (isQuiet || !ForeignJson.TryParseObject(notification, out var message, out _))
        {
            return;
        }

        using (message)
        {
            var root = message.RootElement;
            if (Text(root, "level"u8) is not "debug")
            {
                Clear();
                _logs ??= new LogLines(StandardStreams.ErrorIsTerminal, StandardStreams.WriteErrorLine);
                _logs.Show(Text(root, "level"u8), Text(root, "logger"u8), Text(root, "data"u8));
            }
        }
    }

    public void OnNote(string note)
    {
        if (!isQuiet)
        {
            Clear();
            StandardStreams.WriteErrorLine($"note: {PlainLine.Of(note)}");
        }
    }

    private static string? Text(JsonElement holder, ReadOnlySpan<byte> property) =>
        holder.Member(property) is { ValueKind: not JsonValueKind.Undefined } value ? PlainLine.Of(value.TextOrJson()) : null;
}
