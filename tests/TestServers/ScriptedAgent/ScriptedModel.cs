using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ScriptedAgent;

/// <summary>A model that calls the functions it is told to, one after the other, and then says what the last one returned.</summary>
/// <param name="calls">Names and arguments.</param>
internal sealed class ScriptedModel(params (string Name, Dictionary<string, object?> Arguments)[] calls) : IChatClient
{
    /// <summary>What functions returned, in order.</summary>
    public List<object?> Results { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var results = messages.SelectMany(static message => message.Contents).OfType<FunctionResultContent>().ToArray();
        Results.AddRange(results.Skip(Results.Count).Select(static result => result.Result));
        return Task.FromResult(new ChatResponse(results.Length < calls.Length ? Call(results.Length) : Say(Results[^1])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private ChatMessage Call(int index) => new(ChatRole.Assistant, [new FunctionCallContent($"call-{index}", calls[index].Name, calls[index].Arguments)]);

    private static ChatMessage Say(object? result) => new(ChatRole.Assistant, $"{result}");
}
