using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Links;

/// <summary>
/// Answers a result that is not one yet: since 2026-07-28 a server that needs input during a call answers
/// <c>"resultType":"input_required"</c>, and is called again with the input.
/// </summary>
internal static class InputRounds
{
    /// <param name="client">Passes the questions on.</param>
    /// <param name="line">The server's answer.</param>
    /// <param name="parameters">The params of the request.</param>
    /// <param name="cancellationToken">Withdraws the questions.</param>
    /// <returns>The params of the next request; null if the answer is no such result.</returns>
    public static async Task<JsonObject?> AnswerAsync(
        McpClient client, ReadOnlySequence<byte> line, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        if (TryRead(line) is not { } required)
        {
            return null;
        }

        var next = ServerJson.Parse(parameters)!.AsObject();
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
        if (AnswerReader.TryReadResult(line, out var result) is not null || ServerJson.TryNormalize(result) is not { } json)
        {
            return null;
        }

        try
        {
            var required = JsonSerializer.Deserialize(json.Span, SdkJson.TypeOf<InputRequiredResult>());
            return required is { InputRequests.Count: > 0 } or { RequestState: not null } ? required : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
