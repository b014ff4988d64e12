using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Mcp;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Authorization;

/// <summary>Asks a server whether it lets us in, with the smallest request that every MCP server knows.</summary>
/// <param name="launch">The server.</param>
/// <param name="withLogin">Puts the login's token on requests.</param>
/// <param name="withoutLogin">Does not.</param>
internal sealed class ServerProbe(ServerLaunch.Remote launch, HttpClient withLogin, HttpClient withoutLogin)
{
    private const string SessionHeader = "Mcp-Session-Id";

    /// <summary>Whether a request with the login's token is taken.</summary>
    public async Task<bool> IsLetInAsync(CancellationToken cancellationToken)
    {
        using var response = await AskAsync(withLogin, cancellationToken).ConfigureAwait(false);
        return Challenge.In(response) is null;
    }

    /// <returns>What the server says to a request without a token; null when it takes it.</returns>
    public async Task<Challenge?> ChallengeAsync(CancellationToken cancellationToken)
    {
        using var response = await AskAsync(withoutLogin, cancellationToken).ConfigureAwait(false);
        return Challenge.In(response);
    }

    private async Task<HttpResponseMessage> AskAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(launch.Transport is TransportKind.Sse ? HttpMethod.Get : HttpMethod.Post, launch.Endpoint);
        AddHeaders(request);
        if (request.Method == HttpMethod.Post)
        {
            request.Content = new ReadOnlyMemoryContent(ServerJson.ToBytes(Introduction(), ServerJson.Compact));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        try
        {
            // The headers are all that is wanted: an SSE stream has no end.
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            await SayGoodbyeAsync(http, response, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (HttpRequestException e)
        {
            throw new SkillException(ExitCode.Unreachable, Mcp.Http.Unreachable.Tell(e, launch.ShownAddress), e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SkillException(ExitCode.Unreachable, $"The server at {launch.ShownAddress} did not answer within {http.Timeout.TotalSeconds:0} s.", e);
        }
    }

    private void AddHeaders(HttpRequestMessage request)
    {
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        foreach (var (name, value) in launch.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    // A server that lets everybody in has begun a session for us.
    private async Task SayGoodbyeAsync(HttpClient http, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.Headers.TryGetValues(SessionHeader, out var session))
        {
            return;
        }

        using var goodbye = new HttpRequestMessage(HttpMethod.Delete, launch.Endpoint);
        AddHeaders(goodbye);
        goodbye.Headers.TryAddWithoutValidation(SessionHeader, session);
        using var _ = await http.SendAsync(goodbye, cancellationToken).ConfigureAwait(false);
    }

    private static JsonObject Introduction() => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = 1,
        ["method"] = "initialize",
        ["params"] = new JsonObject
        {
            ["protocolVersion"] = ConnectLadder.NewestLegacyVersion,
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "mcpskillgen", ["version"] = ServerConnector.OurVersion },
        },
    };
}
