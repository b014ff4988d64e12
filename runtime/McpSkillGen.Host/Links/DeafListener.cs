using System.Text.Json.Nodes;

namespace McpSkillGen.Host.Links;

/// <summary>Nobody: for requests of the host's own.</summary>
internal sealed class DeafListener : ICallListener
{
    public static readonly DeafListener Instance = new();

    public void OnProgress(JsonNode? notification)
    {
    }

    public void OnLog(JsonNode? notification)
    {
    }

    public bool CanAnswer => false;

    public Task<JsonNode?> AskAsync(JsonNode question, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>(null);
}
