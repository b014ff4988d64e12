using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpSkillGen.Host.Background;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Output;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Sharing;

/// <summary>
/// Any number of clients over Streamable HTTP, on this machine only. A client shows a token, because other users of the machine
/// reach the port too; and pages in a browser are refused, whatever they show.
/// </summary>
internal sealed class HttpEndpoint : IDisposable
{
    private const string SessionHeader = "Mcp-Session-Id";
    private const int MaxSessions = 256;
    private const int MaxBody = 256 * 1024 * 1024;

    private readonly SkillSet _skills;
    private readonly byte[] _token;
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, HttpSession> _sessions = new(StringComparer.Ordinal);

    /// <param name="skills">What every client may use.</param>
    /// <param name="port">Zero for a free one.</param>
    /// <param name="token">What clients must show.</param>
    /// <exception cref="SkillException">The port cannot be listened on.</exception>
    public HttpEndpoint(SkillSet skills, int port, string token)
    {
        (_skills, _token) = (skills, Encoding.UTF8.GetBytes(token));
        var chosen = port > 0 ? port : FreePort();
        Address = $"http://127.0.0.1:{chosen}/mcp";
        _listener.Prefixes.Add($"http://127.0.0.1:{chosen}/");
        _listener.Prefixes.Add($"http://localhost:{chosen}/");
        try
        {
            _listener.Start();
        }
        catch (Exception e) when (e is HttpListenerException or SocketException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"Port {chosen} cannot be listened on: {e.Message}. Choose another one with --port.", e);
        }
    }

    public string Address { get; }

    /// <summary>Serves clients until it is told to stop.</summary>
    public async Task ServeAsync(BackgroundWork work, CancellationToken stop)
    {
        using var stopping = stop.UnsafeRegister(static state => ((HttpListener)state!).Stop(), _listener);
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            // A stream of events keeps its thread.
            work.Add("answering over HTTP", Task.Factory.StartNew(
                () => HandleAsync(context), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());
        }
    }

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }

        _listener.Close();
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        try
        {
            switch (context.Request)
            {
                case var request when WhyRefused(request) is var (status, why):
                    if (status is HttpStatusCode.Unauthorized)
                    {
                        context.Response.AddHeader("WWW-Authenticate", "Bearer");
                    }

                    Refuse(context.Response, status, why);
                    break;
                case { HttpMethod: "POST" }:
                    await TakeAsync(context).ConfigureAwait(false);
                    break;
                case { HttpMethod: "GET" or "DELETE" } request:
                    if (Find(context) is { } session)
                    {
                        if (request.HttpMethod is "GET")
                        {
                            session.StreamTo(context.Response);
                        }
                        else
                        {
                            _sessions.TryRemove(request.Headers[SessionHeader]!, out _);
                            session.Dispose();
                            context.Response.Close();
                        }
                    }

                    break;
                default:
                    Refuse(context.Response, HttpStatusCode.MethodNotAllowed, "Expected POST, GET or DELETE.");
                    break;
            }
        }
        catch (Exception e) when (e is IOException or HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The client has gone.
            context.Response.Abort();
        }
    }

    private (HttpStatusCode Status, string Why)? WhyRefused(HttpListenerRequest request)
    {
        var given = request.Headers["Authorization"] is ['B' or 'b', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] ? Encoding.UTF8.GetBytes(token.Trim()) : [];
        return request switch
        {
            // A page that a browser shows has an origin, and one of another machine that is called by this one's address another host.
            _ when request.Headers["Origin"] is { } origin && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback) =>
                (HttpStatusCode.Forbidden, "Pages of other machines are not served."),
            _ when !(Uri.TryCreate($"http://{request.UserHostName}", UriKind.Absolute, out var host) && host.IsLoopback) =>
                (HttpStatusCode.Forbidden, "Call this server by the address of this machine, 127.0.0.1."),
            _ when request.Url?.AbsolutePath is not "/mcp" => (HttpStatusCode.NotFound, "The endpoint is /mcp."),
            _ when !CryptographicOperations.FixedTimeEquals(given, _token) =>
                (HttpStatusCode.Unauthorized, "Show the token that 'mcpgen serve' printed: Authorization: Bearer TOKEN"),
            _ => null,
        };
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await context.Request.InputStream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read)
        {
            if (body.Length + read > MaxBody)
            {
                Refuse(context.Response, HttpStatusCode.RequestEntityTooLarge, $"A message may have {MaxBody >> 20} MB.");
                return;
            }

            body.Write(buffer.AsSpan(0, read));
        }

        var message = body.ToArray();
        if (!ForeignJson.TryParse(message, out var document, out var problem, ForeignJson.MaxResultDepth))
        {
            Refuse(context.Response, HttpStatusCode.BadRequest, $"The message {problem}.", JsonRpc.ParseError);
            return;
        }

        bool isFirst, isRequest;
        using (document)
        {
            var method = document.RootElement.Text("method"u8);
            isFirst = method is RequestMethods.Initialize;
            isRequest = method is not null && document.RootElement.Member("id"u8).ValueKind is not JsonValueKind.Undefined;
        }

        if ((isFirst ? Open(context.Response) : Find(context)) is { } session)
        {
            session.Take(message, new HttpReply(context.Response, isRequest));
        }
    }

    private HttpSession Open(HttpListenerResponse response)
    {
        if (_sessions.Count >= MaxSessions && _sessions.MinBy(static session => session.Value.LastUsed) is { Key: { } oldest }
            && _sessions.TryRemove(oldest, out var left))
        {
            left.Dispose();
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        response.AddHeader(SessionHeader, id);
        return _sessions[id] = new HttpSession(_skills);
    }

    private HttpSession? Find(HttpListenerContext context)
    {
        switch (context.Request.Headers[SessionHeader])
        {
            case null:
                Refuse(context.Response, HttpStatusCode.BadRequest, $"{SessionHeader} is missing: begin with initialize.");
                return null;
            case var id when _sessions.TryGetValue(id, out var session):
                return session;
            default:
                Refuse(context.Response, HttpStatusCode.NotFound, "There is no such session any more: begin with initialize.");
                return null;
        }
    }

    private static void Refuse(HttpListenerResponse response, HttpStatusCode status, string why, int code = JsonRpc.InvalidRequest)
    {
        response.StatusCode = (int)status;
        response.ContentType = "application/json";
        response.Close(JsonRpc.Error("null", code, why).ToArray(), willBlock: false);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>One client: its conversation, and what is for it beside its requests.</summary>
    private sealed class HttpSession : IOutlet, IDisposable
    {
        // What waits for a client that listens to nothing.
        private const int MaxWaiting = 1000;

        // Shows that a client is still there.
        private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

        private readonly BlockingCollection<ReadOnlyMemory<byte>> _waiting = new(MaxWaiting);
        private readonly Conversation _conversation;
        private readonly CancellationTokenSource _over = new();
        private int _isStreaming;

        public HttpSession(SkillSet skills) => _conversation = new Conversation(skills, this, StandardStreams.WriteErrorLine);

        public long LastUsed { get; private set; } = Environment.TickCount64;

        public void Take(ReadOnlyMemory<byte> message, HttpReply reply)
        {
            LastUsed = Environment.TickCount64;
            _conversation.Take(message, reply);
        }

        public void Send(ReadOnlyMemory<byte> message) => _waiting.TryAdd(message);

        public void End(ReadOnlyMemory<byte>? message)
        {
        }

        /// <summary>Sends what is about no request, until the client or the session ends.</summary>
        public void StreamTo(HttpListenerResponse response)
        {
            if (Interlocked.Exchange(ref _isStreaming, 1) == 1)
            {
                Refuse(response, HttpStatusCode.Conflict, "This session has a stream already.");
                return;
            }

            try
            {
                var stream = new EventStream(response);
                while (true)
                {
                    if (_waiting.TryTake(out var message, (int)Silence.TotalMilliseconds, _over.Token))
                    {
                        stream.Write(message);
                    }
                    else
                    {
                        stream.WriteSilence();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                response.Close();
            }
            finally
            {
                _isStreaming = 0;
            }
        }

        public void Dispose()
        {
            _over.Cancel();
            _conversation.Dispose();
        }
    }

    /// <summary>The response to one message: JSON, or a stream of events if there is more than one message in it.</summary>
    private sealed class HttpReply(HttpListenerResponse response, bool isRequest) : IOutlet
    {
        private readonly Lock _writing = new();
        private EventStream? _stream;
        private bool _hasEnded;

        public void Send(ReadOnlyMemory<byte> message) => Attempt(() => (_stream ??= new EventStream(response)).Write(message));

        public void End(ReadOnlyMemory<byte>? message) => Attempt(() =>
        {
            _hasEnded = true;
            if (message is not { } last)
            {
                response.StatusCode = _stream is null ? (int)HttpStatusCode.Accepted : response.StatusCode;
                response.Close();
            }
            else if (_stream is null)
            {
                response.StatusCode = isRequest ? (int)HttpStatusCode.OK : (int)HttpStatusCode.BadRequest;
                response.ContentType = "application/json";
                response.Close(last.ToArray(), willBlock: true);
            }
            else
            {
                _stream.Write(last);
                response.Close();
            }
        });

        private void Attempt(Action write)
        {
            lock (_writing)
            {
                if (_hasEnded)
                {
                    return;
                }

                try
                {
                    write();
                }
                catch (Exception e) when (e is IOException or HttpListenerException or ObjectDisposedException or InvalidOperationException)
                {
                    // The client has gone. Its call goes on: over HTTP, that is not a cancel.
                    _hasEnded = true;
                    response.Abort();
                }
            }
        }
    }

    /// <summary>A response of server-sent events.</summary>
    private sealed class EventStream
    {
        private readonly Stream _output;

        public EventStream(HttpListenerResponse response)
        {
            response.ContentType = "text/event-stream";
            response.AddHeader("Cache-Control", "no-cache");
            response.SendChunked = true;
            _output = response.OutputStream;
            WriteSilence();
        }

        public void Write(ReadOnlyMemory<byte> message)
        {
            _output.Write([.. "event: message\ndata: "u8, .. message.Span, .. "\n\n"u8]);
            _output.Flush();
        }

        /// <summary>A comment: it says that we are there, and finds out whether the client is.</summary>
        public void WriteSilence()
        {
            _output.Write(":\n\n"u8);
            _output.Flush();
        }
    }
}
