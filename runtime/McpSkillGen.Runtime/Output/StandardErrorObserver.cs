using System.Globalization;
using System.Text.Json;
using McpSkillGen.Runtime.Client;

namespace McpSkillGen.Runtime.Output;

/// <summary>Shows progress, the server's log messages and our notes on standard error, a line each.</summary>
internal sealed class StandardErrorObserver(bool isQuiet) : ICallObserver
{
    public void OnProgress(ReadOnlySpan<byte> notification)
    {
        if (!isQuiet && Parse(notification) is { } progress)
        {
            var total = Number(progress, "total"u8) is { } end ? "/" + end : "";
            StandardStreams.WriteErrorLine($"progress {Number(progress, "progress"u8) ?? "?"}{total}{Prefixed(" ", Text(progress, "message"u8))}");
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
        StandardStreams.WriteErrorLine($"[{Text(message, "level"u8) ?? "log"}{Prefixed(" ", Text(message, "logger"u8))}] {data}");
    }

    public void OnNote(string note)
    {
        if (!isQuiet)
        {
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

    private static string? Number(JsonElement holder, ReadOnlySpan<byte> property) =>
        holder.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.Number
            ? value.GetDouble().ToString("0.##", CultureInfo.InvariantCulture)
            : null;

    private static string Prefixed(string prefix, string? text) => text is null ? "" : prefix + text;
}
