using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Messages;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Servers;

/// <summary>
/// Answers what a server asks during a call (<c>elicitation/create</c>): by the caller's person where there is exactly one
/// to ask, since the protocol does not say which call a question belongs to; by the question's own defaults where they
/// suffice; otherwise it declines. Every answer that no person gave is told to the callers.
/// </summary>
internal sealed class Elicitor(CallTap tap)
{
    public async ValueTask<ElicitResult> AnswerAsync(ElicitRequestParams? question, CancellationToken cancellationToken)
    {
        if (question is null)
        {
            return new ElicitResult { Action = "decline" };
        }

        var json = JsonSerializer.SerializeToNode(question, SdkJson.TypeOf<ElicitRequestParams>())!;
        if (tap.Listeners.Where(static listener => listener.CanAnswer).Take(2).ToArray() is [var listener])
        {
            return await listener.AskAsync(json, cancellationToken).ConfigureAwait(false) is { } answer
                ? answer.Deserialize(SdkJson.TypeOf<ElicitResult>())!
                : new ElicitResult { Action = "cancel" };
        }

        return AnswerAlone(question, json);
    }

    private ElicitResult AnswerAlone(ElicitRequestParams question, JsonNode json)
    {
        if (question.Mode == "url")
        {
            tap.Tell("warning", $"The server asks to open {question.Url} ({question.Message}). Nobody could be asked, so it was declined: open it, then call again.");
            return new ElicitResult { Action = "decline" };
        }

        if (DefaultsOf(json["requestedSchema"] as JsonObject) is { } defaults)
        {
            tap.Tell("notice", $"The server asks: {question.Message} Answered with its defaults: {string.Join(", ", defaults.Keys)}.");
            return new ElicitResult { Action = "accept", Content = defaults };
        }

        tap.Tell("warning", $"The server asks: {question.Message} Nobody could be asked and not everything has a default, so it was declined: run the call in a terminal.");
        return new ElicitResult { Action = "decline" };
    }

    /// <returns>Null unless everything required has a default, and anything has: an empty form is a question for consent.</returns>
    private static Dictionary<string, JsonElement>? DefaultsOf(JsonObject? schema)
    {
        var defaults = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, property) in schema?["properties"] as JsonObject ?? [])
        {
            if ((property as JsonObject)?["default"] is { } value)
            {
                defaults[name] = value.Deserialize(SdkJson.TypeOf<JsonElement>());
            }
        }

        return defaults.Count > 0 && (schema.Texts("required") ?? []).All(defaults.ContainsKey) ? defaults : null;
    }
}
