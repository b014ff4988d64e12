using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Host.Messages;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>What an answer of the server means for a call.</summary>
internal static class Answers
{
    /// <param name="answer">Neither <see cref="LineAnswer.None"/> nor <see cref="LineAnswer.InputRequired"/>.</param>
    public static ServerAnswer Of(LineAnswer answer)
    {
        switch (answer)
        {
            case LineAnswer.Complete { Line: var line }:
                return AnswerReader.TryReadResult(line, out var result) is { } flaw ? new ServerAnswer.Unusable(flaw) : new ServerAnswer.Result(result);
            case LineAnswer.Error { Detail: var detail }:
                return ToError(detail.Code, detail.Message, detail.Data);
            case LineAnswer.Unusable { Why: var why }:
                return new ServerAnswer.Unusable(why);
            default:
                return new ServerAnswer.TooLong();
        }
    }

    /// <param name="raw">The server's own error, if it is known.</param>
    /// <param name="e">What the SDK made of it.</param>
    public static ServerAnswer.Error Of(JsonRpcErrorDetail? raw, McpProtocolException e) =>
        ToError(raw?.Code ?? (int)e.ErrorCode, raw?.Message ?? e.Message, raw?.Data);

    private static ServerAnswer.Error ToError(int code, string message, object? data)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("code"u8, code);
            writer.WriteString("message"u8, message);
            if (data is JsonElement element)
            {
                writer.WritePropertyName("data"u8);
                element.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return new ServerAnswer.Error(code, message, Encoding.UTF8.GetString(json.ToArray()));
    }
}
