using System.Text.Json;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Terminal;

/// <summary>Shows progress, the server's log messages and our notes on standard error, and asks the person there.</summary>
/// <param name="isQuiet">Whether to show nothing.</param>
/// <param name="form">Asks the person at the terminal; null if there is none.</param>
internal sealed class StandardErrorObserver(bool isQuiet, Lazy<QuestionForm>? form = null) : ICallObserver
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
        return new StandardErrorObserver(isQuiet, new Lazy<QuestionForm>(QuestionForm.OnTerminal));
    }

    public bool CanAnswer => form is not null;

    public ReadOnlyMemory<byte> OnQuestion(ReadOnlyMemory<byte> question)
    {
        Clear();
        return form?.Value.Ask(question) ?? throw new InvalidOperationException("The host asked a question that nobody can answer.");
    }

    public bool OnApproval(IReadOnlyList<string> lines)
    {
        Clear();
        return form?.Value.Approve(lines) ?? false;
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
            var level = Text(root, "level"u8);
            if (level is not "debug" && (StandardStreams.ErrorIsTerminal || level is not ("info" or "notice")))
            {
                Clear();
                _logs ??= new LogLines(StandardStreams.ErrorIsTerminal, StandardStreams.WriteErrorLine);
                _logs.Show(level, Text(root, "logger"u8), Text(root, "data"u8));
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
