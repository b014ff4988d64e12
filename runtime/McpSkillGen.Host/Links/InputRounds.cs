using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>
/// Answers a result that is none yet: since 2026-07-28 a server that wants to know something during a call says
/// <c>"resultType":"input_required"</c>, and is called again with the answers.
/// </summary>
internal static class InputRounds
{
    /// <param name="client">Asks whoever can answer.</param>
    /// <param name="line">What the server answered.</param>
    /// <param name="parameters">What it was asked with.</param>
    /// <param name="cancellationToken">Withdraws the questions.</param>
    /// <returns>What it is to be asked with now; null when the answer is no such result.</returns>
    public static async Task<JsonObject?> AnswerAsync(
        McpClient client, ReadOnlySequence<byte> line, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        if (TryRead(line) is not { } required)
        {
            return null;
        }

        var next = JsonNode.Parse(parameters.Span)!.AsObject();
        if (required.InputRequests is { Count: > 0 } questions)
        {
            var answers = await client.ResolveInputRequestsAsync(questions, cancellationToken).ConfigureAwait(false);
            next["inputResponses"] = JsonSerializer.SerializeToNode(answers, SdkJson.TypeOf<IDictionary<string, InputResponse>>());
        }

        if (required.RequestState is { } state)
        {
            next["requestState"] = state;
        }

        return next;
    }

    private static InputRequiredResult? TryRead(ReadOnlySequence<byte> line)
    {
        if (AnswerReader.TryReadResult(line, out var result) is not null)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(result);
            var required = JsonSerializer.Deserialize(ref reader, SdkJson.TypeOf<InputRequiredResult>());
            return required is { InputRequests.Count: > 0 } or { RequestState: not null } ? required : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
