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

    // For a body that does not end. What has come by then is enough.
    private static readonly TimeSpan ReadBudget = TimeSpan.FromSeconds(5);

    /// <summary>What the caller is told instead, if it is about a login.</summary>
    public string? Advice { get; init; }

    /// <summary>What is wrong with a body that looked like MCP: the rest of a sentence about it.</summary>
    public string? Flaw { get; init; }

    /// <summary>How the body is compressed, if that is not known; otherwise empty.</summary>
    public string Encoding { get; private init; } = "";

    /// <summary>The JSON-RPC error that the body holds, if it does.</summary>
    public ServerError? Error { get; private init; }

    private bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Whether the server says that it did not take the request: a status of 3xx or 4xx.</summary>
    private bool IsDeclined => (int)Status is >= 300 and < 500;

    /// <summary>Whether the server does not know the session any more: 404 and 410, 400 from many servers, and whatever says so.</summary>
    private bool IsSessionLost => HadSession && !IsSuccess
        && ((!IsAboutTheRequest && Status is (HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.Gone))
            || LostSession.IsToldBy(Error?.Message ?? Excerpt));

    // The same in every session.
    private bool IsAboutTheRequest => Error?.Code is (int)McpErrorCode.InvalidParams or (int)McpErrorCode.MethodNotFound;

    private bool NeedsAuthorization => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private bool IsAboutTheWay => Status is HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired or HttpStatusCode.TooManyRequests;

    /// <summary>What happened and what to do, in sentences.</summary>
    public string Tell()
    {
        if (Advice is not null)
        {
            return Advice;
        }

        var what = IsSuccess
            ? $"The server at {Address} answered with status {(int)Status} and {Content}"
            : $"The server at {Address} answered with status {(int)Status} ({Status})";
        var body = Excerpt.Length > 0 ? $": {Excerpt}" : "";
        return $"{what}{body}{(body.EndsWith('.') ? "" : ".")} {Remedy}".TrimEnd();
    }

    /// <summary>What it means for a connection.</summary>
    public ConnectFailure ToConnectFailure() => new()
    {
        // At 400 and 404 the SDK has asked the old way already, and 405 means that nothing can be asked there.
        MayDislikeProbe = !IsAboutTheWay && (IsSuccess || Status is HttpStatusCode.Forbidden || (int)Status >= 406),
        MayBeOlderTransport = (int)Status is >= 400 and < 500 && !NeedsAuthorization && !IsAboutTheWay,
        IsOutOfReach = Status is HttpStatusCode.Unauthorized,
    };

    /// <summary>What it means for a call.</summary>
    public ServerAnswer ToAnswer()
    {
        ServerAnswer answer = Error is not null && (Status is HttpStatusCode.BadRequest || (int)Status >= 500)
            ? new ServerAnswer.Error(Error)
            : IsDeclined ? new ServerAnswer.NotDelivered(Tell()) : new ServerAnswer.Lost(Tell());
        return IsSessionLost ? new ServerAnswer.SessionLost(answer) : answer;
    }

    private string Content =>
        Flaw is not null ? $"{MediaType ?? "a body"} {Flaw}"
        : Encoding.Length > 0 ? $"{MediaType ?? "no content type"} in the encoding \"{Encoding}\", which is not known"
        : Excerpt.Length == 0 ? "nothing else"
        : $"{MediaType ?? "no content type"}, which is not MCP";

    private string Remedy => Status switch
    {
        HttpStatusCode.Unauthorized => "It needs authorization: put a valid token into \"headers\" of mcp-config.json, as \"Authorization\": \"Bearer ${TOKEN}\".",
        HttpStatusCode.Forbidden => "The caller is not authorized: check the token in \"headers\" of mcp-config.json and its permissions.",
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => Remark ?? "Check \"url\" and \"transport\" in mcp-config.json.",
        HttpStatusCode.ProxyAuthenticationRequired => "The proxy needs a user and a password: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.",
        _ => Remark ?? (IsSuccess ? "Check \"url\" in mcp-config.json." : ""),
    };

    /// <param name="response">Read as far as an excerpt goes.</param>
    /// <param name="address">Who answered, without secrets.</param>
    /// <param name="hadSession">Whether the request belonged to a session.</param>
    /// <param name="remark">What else is known.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<HttpTrouble> ReadAsync(
        HttpResponseMessage response, string address, bool hadSession, string? remark, CancellationToken cancellationToken)
    {
        var encoding = response.Content.Headers.ContentEncoding.ToArray();
        var body = await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false);
        return new HttpTrouble(
            address,
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            PlainLine.Excerpt(body),
            hadSession,
            remark ?? (PauseOf(response) is { } pause ? $"Try again in {Math.Ceiling(pause.TotalSeconds):0} s." : null))
        {
            Encoding = string.Join(", ", encoding),
            Error = ServerError.In(body),
        };
    }

    /// <summary>Reads the body as far as it is of use, and puts what was read in its place: the SDK reads it too.</summary>
    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        budget.CancelAfter(ReadBudget);
        var body = new MemoryStream();
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(budget.Token).ConfigureAwait(false);
            var chunk = new byte[16 * 1024];
            while (body.Length < LongestBody && await stream.ReadAsync(chunk, budget.Token).ConfigureAwait(false) is > 0 and var length)
            {
                body.Write(chunk, 0, length);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Cut off, or without an end. What came says enough.
        }

        var read = body.ToArray();
        var kept = new ByteArrayContent(read);
        kept.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content.Dispose();
        response.Content = kept;
        return read;
    }

    private static TimeSpan? PauseOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } seconds } => seconds,
        { Date: { } date } when date - DateTimeOffset.UtcNow is { Ticks: > 0 } left => left,
        _ => null,
    };
}
