using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol;
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
    /// <returns>The params of the next request; null if the answer is no such result, or asks for what nobody can give.</returns>
    public static async Task<JsonObject?> AnswerAsync(
        McpClient client, ReadOnlySequence<byte> line, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        if (AnswerReader.TryRead(line, out var result, out _) is not null || !ForeignJson.TryParseObject(result.ToArray(), out var document, out _))
        {
            return null;
        }

        try
        {
            var required = document.Deserialize(SdkJson.TypeOf<InputRequiredResult>())!;
            var next = JsonTree.OfObject(parameters);
            if (required.InputRequests is { Count: > 0 } questions)
            {
                var answers = await client.ResolveInputRequestsAsync(questions, cancellationToken).ConfigureAwait(false);
                next["inputResponses"] = JsonSerializer.SerializeToNode(answers, SdkJson.TypeOf<IDictionary<string, InputResponse>>());
            }
            else if (required.RequestState is null)
            {
                return null;
            }

            if (required.RequestState is { } state)
            {
                next["requestState"] = state;
            }

            return next;
        }
        catch (Exception e) when (IsRefusal(e) || e is McpException)
        {
            return null;
        }
    }

    /// <summary>Whether the SDK throws this at questions that are not MCP's, or that it has nobody to ask for.</summary>
    public static bool IsRefusal(Exception e) =>
        e is JsonException or NotSupportedException or (InvalidOperationException and not ObjectDisposedException);

    /// <summary>What the caller gets then.</summary>
    public static ServerAnswer.Unusable Refused { get; } = new("asks for input that cannot be given", "");
}
