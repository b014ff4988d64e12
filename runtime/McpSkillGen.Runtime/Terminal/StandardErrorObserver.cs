using System.Text.Json;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Runtime.Terminal;

/// <summary>Shows progress, the server's log messages and our notes on standard error; asks the person there.</summary>
/// <param name="isQuiet">Whether all that is left out.</param>
/// <param name="ask">Asks the person at the terminal; null where there is none.</param>
internal sealed class StandardErrorObserver(bool isQuiet, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? ask = null) : ICallObserver
{
    private ProgressLine? _progress;

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
        return ask?.Invoke(question) ?? throw new InvalidOperationException("A host asked a caller that has nobody to ask.");
    }

    /// <summary>The call has ended: what was shown of its progress goes.</summary>
    public void Clear() => _progress?.Clear();

    public void OnProgress(ReadOnlySpan<byte> notification)
    {
        if (!isQuiet && Parse(notification) is { } progress)
        {
            _progress ??= new ProgressLine(StandardStreams.ErrorIsTerminal, StandardStreams.WriteError);
            _progress.Show(Number(progress, "progress"u8), Number(progress, "total"u8), Text(progress, "message"u8));
        }
    }

    public void OnLog(ReadOnlySpan<byte> notification)
    {
        if (isQuiet || Parse(notification) is not { } message || Text(message, "level"u8) is "debug")
        {
            return;
        }

        var data = Text(message, "data"u8)
            ?? (message.TryGetProperty("data"u8, out var json) ? PlainLine.Of(json.GetRawText()) : "");
        Clear();
        StandardStreams.WriteErrorLine($"[{Text(message, "level"u8) ?? "log"}{Prefixed(" ", Text(message, "logger"u8))}] {data}");
    }

    public void OnNote(string note)
    {
        if (!isQuiet)
        {
            Clear();
            StandardStreams.WriteErrorLine($"note: {note}");
        }
    }

    private static JsonElement? Parse(ReadOnlySpan<byte> notification)
    {
        try
        {
            var reader = new Utf8JsonReader(notification);
            return JsonElement.ParseValue(ref reader) is { ValueKind: JsonValueKind.Object } element ? element : null;
        }
        catch (JsonException)
        {
            // What is told along the way is no reason to lose the call.
            return null;
        }
    }

    private static string? Text(JsonElement holder, ReadOnlySpan<byte> property) =>
        holder.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String ? PlainLine.Of(JsonText.Of(value)) : null;

    private static double? Number(JsonElement holder, ReadOnlySpan<byte> property) =>
        holder.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.Number ? value.GetDouble() : null;

    private static string Prefixed(string prefix, string? text) => text is null ? "" : prefix + text;
}
