using System.Net;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Text;
using ModelContextProtocol;

namespace McpSkillGen.Host.Links.Http;

/// <summary>A response that does not answer its request: the server declined it, or answered with something that is not MCP.</summary>
/// <param name="Address">Who answered, without secrets.</param>
/// <param name="Status">The response's status.</param>
/// <param name="MediaType">What the body claims to be.</param>
/// <param name="Excerpt">The beginning of the body, on one line; empty if there is nothing to read.</param>
/// <param name="HadSession">Whether the request belonged to a session that the server had begun.</param>
/// <param name="Remark">What else is known: where a redirect leads, or when to try again.</param>
internal sealed record HttpTrouble(string Address, HttpStatusCode Status, string? MediaType, string Excerpt, bool HadSession, string? Remark)
{
    private const int LongestBody = 1024 * 1024;

    /// <summary>What the caller is told instead, if it is about a login.</summary>
    public string? Advice { get; init; }

    /// <summary>The JSON-RPC error that the body holds, if it does.</summary>
    public ServerError? Error { get; private init; }

    /// <summary>Whether the server says that it did not take the request: a status of 3xx or 4xx.</summary>
    private bool IsDeclined => (int)Status is >= 300 and < 500;

    /// <summary>Whether the server does not know the session any more: 404, and 400 from many servers.</summary>
    private bool IsSessionLost => HadSession && Status is (HttpStatusCode.NotFound or HttpStatusCode.BadRequest);

    private bool NeedsAuthorization => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>What happened and what to do, in sentences.</summary>
    public string Tell()
    {
        if (Advice is not null)
        {
            return Advice;
        }

        var what = (int)Status is >= 200 and < 300
            ? $"The server at {Address} answered with {MediaType ?? "no content type"}, which is not MCP"
            : $"The server at {Address} answered with status {(int)Status} ({Status})";
        var body = Excerpt.Length > 0 ? $": {Excerpt}" : "";
        return $"{what}{body}{(body.EndsWith('.') ? "" : ".")} {Remedy}".TrimEnd();
    }

    /// <summary>What it means for a connection.</summary>
    public ConnectFailure ToConnectFailure() => new()
    {
        // At 400 and 404 the SDK has asked the old way already, and 405 means that nothing can be asked there.
        MayDislikeProbe = !NeedsAuthorization && (int)Status is >= 406 and not 429,
        MayBeOlderTransport = (int)Status is >= 400 and < 500 && !NeedsAuthorization && Status is not HttpStatusCode.TooManyRequests,
        IsOutOfReach = NeedsAuthorization,
    };

    /// <summary>What it means for a call.</summary>
    /// <param name="error">The error that the SDK read from the body, if there is one.</param>
    public ServerAnswer ToAnswer(McpProtocolException? error)
    {
        ServerAnswer answer = error is not null
            ? new ServerAnswer.Error(Error ?? ServerError.Of(error))
            : IsDeclined ? new ServerAnswer.NotDelivered(Tell()) : new ServerAnswer.Lost(Tell());

        // An error about the request itself will be the same in every session.
        return IsSessionLost && error?.ErrorCode is not (McpErrorCode.InvalidParams or McpErrorCode.MethodNotFound)
            ? new ServerAnswer.SessionLost(answer)
            : answer;
    }

    private string Remedy => Status switch
    {
        HttpStatusCode.Unauthorized => "It needs authorization: put a valid token into \"headers\" of mcp-config.json, as \"Authorization\": \"Bearer ${TOKEN}\".",
        HttpStatusCode.Forbidden => "The caller is not authorized: check the token in \"headers\" of mcp-config.json and its permissions.",
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => "Check \"url\" and \"transport\" in mcp-config.json.",
        HttpStatusCode.ProxyAuthenticationRequired => "The proxy needs a user and a password: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.",
        _ => Remark ?? ((int)Status is >= 200 and < 300 ? "Check \"url\" in mcp-config.json." : ""),
    };

    /// <param name="response">Read as far as an excerpt goes.</param>
    /// <param name="address">Who answered, without secrets.</param>
    /// <param name="hadSession">Whether the request belonged to a session.</param>
    /// <param name="remark">What else is known.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<HttpTrouble> ReadAsync(
        HttpResponseMessage response, string address, bool hadSession, string? remark, CancellationToken cancellationToken)
    {
        byte[] body = [];
        try
        {
            // Kept, because the SDK also reads the body of an error.
            await response.Content.LoadIntoBufferAsync(LongestBody, cancellationToken).ConfigureAwait(false);
            body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Too long, or cut off. The status says enough.
        }

        if (remark is null && response.Headers.RetryAfter?.Delta is { } pause)
        {
            remark = $"Try again in {Math.Ceiling(pause.TotalSeconds)} s.";
        }

        return new HttpTrouble(
            address,
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            PlainLine.Excerpt(body),
            hadSession,
            remark)
        {
            Error = ServerError.In(body),
        };
    }
}
