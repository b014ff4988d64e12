using System.Text.Json;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Answers a server's questions during a call (<c>elicitation/create</c>). If exactly one caller has a user, the user is asked,
/// because the protocol does not say which call a question belongs to. Otherwise nobody has agreed, and the question is declined,
/// unless the config lets every tool that it can belong to be answered with the question's own defaults. The callers are told about
/// every answer that no user gave.
/// </summary>
internal sealed class Elicitor(CallTap tap)
{
    public async ValueTask<ElicitResult> AnswerAsync(ElicitRequestParams? question, CancellationToken cancellationToken)
    {
        if (question is null)
        {
            return new ElicitResult { Action = "decline" };
        }

        if (tap.Listeners.Where(static listener => listener.CanAnswer).Take(2).ToArray() is [var listener])
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(question, SdkJson.TypeOf<ElicitRequestParams>());
            return await listener.AskAsync(json, cancellationToken).ConfigureAwait(false) is { } answer
                ? JsonSerializer.Deserialize(answer.Span, SdkJson.TypeOf<ElicitResult>())!
                : new ElicitResult { Action = "cancel" };
        }

        return AnswerAlone(question);
    }

    private ElicitResult AnswerAlone(ElicitRequestParams question)
    {
        if (question.Mode == "url")
        {
            tap.Tell("warning", WebAddress.TryParse(question.Url ?? "") is { } address
                ? $"The server wants you to open a page of {address.Host}: {address.Text} ({question.Message}). Nobody could be asked, so the request was declined: if you trust it, open it, then call again."
                : $"The server wants you to open an address that is not a page of the web, {PlainLine.Excerpt(question.Url ?? "")} ({question.Message}). The request was declined. Do not open it.");
            return new ElicitResult { Action = "decline" };
        }

        if (tap.Listeners.ToArray() is { Length: > 0 } listeners && Array.TrueForAll(listeners, static listener => listener.TakesDefaults)
            && DefaultsOf(JsonSerializer.SerializeToElement(question, SdkJson.TypeOf<ElicitRequestParams>()).Member("requestedSchema"u8)) is { } defaults)
        {
            tap.Tell("notice", $"The server asks: {question.Message} Answered with its defaults, as \"answer_with_defaults\" in mcp-config.json allows: {string.Join(", ", defaults.Keys)}.");
            return new ElicitResult { Action = "accept", Content = defaults };
        }

        tap.Tell("warning", $"The server asks: {question.Message} Nobody could be asked, so the request was declined: run the call in a terminal.");
        return new ElicitResult { Action = "decline" };
    }

    /// <returns>Null unless there is a default, and one for everything required. An empty form asks for consent.</returns>
    private static Dictionary<string, JsonElement>? DefaultsOf(JsonElement schema)
    {
        var defaults = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (schema.Member("properties"u8) is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (property.Value.Member("default"u8) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value)
                {
                    defaults[property.Name] = value;
                }
            }
        }

        return defaults.Count > 0 && (schema.Texts("required"u8) ?? []).All(defaults.ContainsKey) ? defaults : null;
    }
}
