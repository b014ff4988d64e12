using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Authorization;

/// <summary>
/// Asks a server whether it lets us in: by beginning a session, and by a request in it, because some servers let everybody
/// begin a session.
/// </summary>
/// <param name="launch">The server.</param>
/// <param name="withLogin">Adds the login's token to requests.</param>
/// <param name="withoutLogin">Adds no token.</param>
internal sealed class ServerProbe(ServerLaunch.Remote launch, HttpClient withLogin, HttpClient withoutLogin)
{
    private const string SessionHeader = "Mcp-Session-Id";

    /// <summary>Whether a request with the login's token is accepted.</summary>
    public async Task<bool> IsLetInAsync(CancellationToken cancellationToken) =>
        await ChallengeAsync(withLogin, cancellationToken).ConfigureAwait(false) is null;

    /// <returns>What the server answers to a request without a token; null if it accepts it.</returns>
    public Task<Challenge?> ChallengeAsync(CancellationToken cancellationToken) => ChallengeAsync(withoutLogin, cancellationToken);

    private async Task<Challenge?> ChallengeAsync(HttpClient http, CancellationToken cancellationToken)
    {
        if (launch.Transport is TransportKind.Sse)
        {
            using var stream = await SendAsync(http, HttpMethod.Get, message: null, session: null, cancellationToken).ConfigureAwait(false);
            return Challenge.In(stream);
        }

        using var introduced = await SendAsync(http, HttpMethod.Post, Introduction(), session: null, cancellationToken).ConfigureAwait(false);
        if (Challenge.In(introduced) is { } challenge)
        {
            return challenge;
        }

        var session = introduced.Headers.TryGetValues(SessionHeader, out var given) ? given.First() : null;
        using var listed = await SendAsync(http, HttpMethod.Post, Request(id: 2, RequestMethods.ToolsList, []), session, cancellationToken)
            .ConfigureAwait(false);
        if (session is not null)
        {
            // The server has begun a session for us.
            using var ended = await SendAsync(http, HttpMethod.Delete, message: null, session, cancellationToken).ConfigureAwait(false);
        }

        return Challenge.In(listed);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpClient http, HttpMethod method, JsonObject? message, string? session, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, launch.Endpoint);
        AddHeaders(request, session);
        if (message is not null)
        {
            request.Content = new ReadOnlyMemoryContent(JsonTree.ToBytes(message));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        try
        {
            // Only the headers are needed, and an SSE stream has no end.
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new SkillException(ExitCode.Unreachable, Network.Unreachable.Tell(e, launch.ShownAddress), e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SkillException(ExitCode.Unreachable, $"The server at {launch.ShownAddress} did not answer within {http.Timeout.TotalSeconds:0} s.", e);
        }
    }

    private void AddHeaders(HttpRequestMessage request, string? session)
    {
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        foreach (var (name, value) in launch.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (session is not null)
        {
            request.Headers.TryAddWithoutValidation(SessionHeader, session);
        }
    }

    private static JsonObject Introduction() => Request(id: 1, RequestMethods.Initialize, new JsonObject
    {
        ["protocolVersion"] = McpVersions.NewestLegacy,
        ["capabilities"] = new JsonObject(),
        ["clientInfo"] = new JsonObject { ["name"] = ClientIdentity.Name, ["version"] = ClientIdentity.Version },
    });

    private static JsonObject Request(int id, string method, JsonObject parameters) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id,
        ["method"] = method,
        ["params"] = parameters,
    };
}
