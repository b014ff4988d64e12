using System.Net;
using System.Net.Sockets;
using System.Text;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Authorization;

/// <summary>What came with the redirect.</summary>
/// <param name="Code">To be exchanged for tokens; null if the login failed.</param>
/// <param name="Issuer">Who sent it, if the server says so.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record RedirectAnswer(string? Code, string? Issuer, string? Error)
{
    // The compiler's own ToString would print the code.
    public override string ToString() => nameof(RedirectAnswer);
}

/// <summary>
/// Waits on a port of this machine for the browser's redirect. Not with <see cref="HttpListener"/>, which on Windows needs a
/// permission: there is only one request line to read. Other requests are rejected, and the wait continues.
/// </summary>
internal sealed class RedirectListener : IDisposable
{
    public const string Path = "/callback";

    private const int LongestRequest = 16 * 1024;

    // Browsers open connections in advance, and send nothing on them.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener;
    private readonly TaskCompletionSource<RedirectAnswer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RedirectListener(TcpListener listener) => _listener = listener;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"http://127.0.0.1:{Port}{Path}";

    /// <param name="wanted">The config's port. No other will do.</param>
    /// <param name="earlier">The port of an earlier login, for a client that was registered with it. Another one will do.</param>
    /// <exception cref="SkillException">The config's port is in use.</exception>
    public static RedirectListener Open(int? wanted, int? earlier)
    {
        foreach (var port in new[] { wanted ?? earlier ?? 0, 0 })
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return new RedirectListener(listener);
            }
            catch (SocketException e)
            {
                listener.Dispose();
                if (port == wanted || port == 0)
                {
                    throw new SkillException(ExitCode.WrongEnvironment, $"The login cannot listen on port {port} of this machine: {e.Message}.{(port == wanted ? " Free it, or change \"redirect_port\" in \"auth\" of mcp-config.json." : "")}", e);
                }
            }
        }

        throw new InvalidOperationException("The second try either opens a port or throws.");
    }

    /// <param name="state">Distinguishes this login from others.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RedirectAnswer> WaitAsync(string state, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepting = AcceptAsync(state, stop.Token);
        try
        {
            return await _answered.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync(string state, CancellationToken cancellationToken)
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false);
                conversations.RemoveAll(static conversation => conversation.IsCompleted);
                conversations.Add(AnswerAsync(client, state));
            }
        }
        finally
        {
            // The page that reports success is still on its way when the wait ends.
            var last = Task.WhenAll(conversations.Where(_ => _answered.Task.IsCompleted));
            await Task.WhenAny(last, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None)).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(TcpClient client, string state)
    {
        using var connection = client;
        using var budget = new CancellationTokenSource(RequestBudget);
        try
        {
            var stream = client.GetStream();
            if (await ReadTargetAsync(stream, budget.Token).ConfigureAwait(false) is not { } target)
            {
                return;
            }

            var (answer, status, words) = Judge(target, state);
            await stream.WriteAsync(Page(status, words), budget.Token).ConfigureAwait(false);
            client.Client.Shutdown(SocketShutdown.Send);
            if (answer is not null)
            {
                _answered.TrySetResult(answer);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // A browser that went away, or never sent anything.
        }
    }

    /// <returns>The address in the first line of a GET request; null if there is none.</returns>
    private static async Task<Uri?> ReadTargetAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestRequest];
        var length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = length == buffer.Length ? 0 : await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        var line = Encoding.ASCII.GetString(buffer, 0, buffer.AsSpan().IndexOf("\r\n"u8));
        return line.Split(' ') is ["GET", ['/', ..] path, _] && Uri.TryCreate("http://127.0.0.1" + path, UriKind.Absolute, out var target) ? target : null;
    }

    private static (RedirectAnswer? Answer, string Status, string Words) Judge(Uri target, string state)
    {
        var query = QueryText.Parse(target.Query);
        if (target.AbsolutePath != Path)
        {
            return (null, "404 Not Found", "There is nothing here.");
        }

        if (query.GetValueOrDefault("state") != state)
        {
            return (null, "400 Bad Request", "This belongs to another login. Use the address that was printed last.");
        }

        var code = query.GetValueOrDefault("code");
        var error = query.GetValueOrDefault("error") ?? (code is null ? "the server sent no code" : null);
        var description = query.GetValueOrDefault("error_description");
        return error is null
            ? (new RedirectAnswer(code, query.GetValueOrDefault("iss"), null), "200 OK", "The login is complete as soon as the terminal says so. You can close this window.")
            : (new RedirectAnswer(null, query.GetValueOrDefault("iss"), description is null ? error : $"{error}: {description}"), "200 OK", "The login was declined. See the terminal for details. You can close this window.");
    }

    private static byte[] Page(string status, string words)
    {
        var page = $"<!doctype html><meta charset=\"utf-8\"><title>Login</title><p style=\"font: 1.2em sans-serif; margin: 3em\">{words}</p>\n";
        return Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(page)}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}");
    }
}
