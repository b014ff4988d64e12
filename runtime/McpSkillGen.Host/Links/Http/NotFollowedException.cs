namespace McpSkillGen.Host.Links.Http;

/// <summary>A request that was not sent, or whose answer is not waited for, because of what the server said before. Its message is for the caller.</summary>
internal sealed class NotFollowedException(string message) : HttpRequestException(message);
