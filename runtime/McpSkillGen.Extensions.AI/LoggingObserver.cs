using System.Text.Json;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using Microsoft.Extensions.Logging;

namespace McpSkillGen.Extensions.AI;

/// <summary>Writes what a server logs during calls, and what the host notes, to a logger.</summary>
internal sealed partial class LoggingObserver(ILogger logger) : ICallObserver
{
    public bool CanAnswer => false;

    public void OnProgress(ReadOnlyMemory<byte> notification)
    {
    }

    public void OnLog(ReadOnlyMemory<byte> notification)
    {
        if (!ForeignJson.TryParseObject(notification, out var document, out _))
        {
            return;
        }

        using (document)
        {
            var level = LevelOf(document.RootElement.Text("level"u8));
            if (logger.IsEnabled(level))
            {
                var source = document.RootElement.Text("logger"u8) ?? "server";
                var text = TextOf(document.RootElement.Member("data"u8));
                LogServer(logger, level, source, text);
            }
        }
    }

    public void OnNote(string note) => LogNote(logger, note);

    public ReadOnlyMemory<byte> OnQuestion(ReadOnlyMemory<byte> question) => """{"action":"decline"}"""u8.ToArray();

    public bool OnApproval(IReadOnlyList<string> lines) => false;

    private static string TextOf(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.String => data.GetString()!,
        JsonValueKind.Undefined => "",
        _ => data.GetRawText(),
    };

    // MCP has the levels of syslog.
    private static LogLevel LevelOf(string? level) => level switch
    {
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "critical" or "alert" or "emergency" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    [LoggerMessage(EventId = 1, EventName = "ServerLog", Message = "{Source}: {Text}")]
    private static partial void LogServer(ILogger logger, LogLevel level, string source, string text);

    [LoggerMessage(EventId = 2, EventName = "HostNote", Level = LogLevel.Information, Message = "{Note}")]
    private static partial void LogNote(ILogger logger, string note);
}
