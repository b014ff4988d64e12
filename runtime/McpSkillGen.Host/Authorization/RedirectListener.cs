using System.Net;
using System.Net.Sockets;
using System.Text;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Authorization;

/// <summary>
/// Waits on a port of this machine for the browser's redirect. Not with <see cref="HttpListener"/>, which on Windows needs a
/// permission: there is only one request line to read. Other requests are rejected, and the wait continues.
/// </summary>
internal sealed class RedirectListener : IDisposable
{
    private const int LongestRequest = 16 * 1024;

    // Browsers open connections in advance, and send nothing on them.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(10);

    private readonly RedirectAddress _address;
    private readonly TcpListener[] _listeners;
    private readonly TaskCompletionSource<RedirectAnswer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RedirectListener(RedirectAddress address, TcpListener[] listeners) => (_address, _listeners) = (address, listeners);

    public int Port => PortOf(_listeners[0]);

    public string Address => _address.At(Port);

    /// <summary>The same place under the name that some servers require.</summary>
    public string LocalhostAddress => (_address with { Host = RedirectAddress.Localhost }).At(Port);

    /// <param name="address">Where to listen.</param>
    /// <param name="isFixed">Whether no other port will do.</param>
    /// <exception cref="SkillException">The port is in use.</exception>
    public static RedirectListener Open(RedirectAddress address, bool isFixed)
    {
        foreach (var port in new[] { address.Port ?? 0, 0 })
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return new RedirectListener(address, [listener, .. AtIPv6(PortOf(listener))]);
            }
            catch (SocketException e)
            {
                listener.Dispose();
                if (isFixed || port == 0)
                {
                    throw new SkillException(ExitCode.WrongEnvironment, $"The login cannot listen on port {port} of this machine: {e.Message}.{(isFixed ? " Free it, or change \"redirect_port\" or \"redirect_uri\" in \"auth\" of mcp-config.json." : "")}", e);
                }
            }
        }

        throw new InvalidOperationException("The second try either opens a port or throws.");
    }

    /// <param name="state">Distinguishes this login from others.</param>
    /// <param name="detour">Where the browser has to go before an answer counts; null if it counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RedirectAnswer> WaitAsync(string state, Func<RedirectAnswer, string?> detour, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepting = Task.WhenAll(_listeners.Select(listener => AcceptAsync(listener, state, detour, stop.Token)));
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

    public void Dispose()
    {
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }
    }

    // A browser may look up localhost there first. A machine without IPv6 does not.
    private static IEnumerable<TcpListener> AtIPv6(int port)
    {
        var listener = new TcpListener(IPAddress.IPv6Loopback, port);
        try
        {
            listener.Start();
            return [listener];
        }
        catch (SocketException)
        {
            listener.Dispose();
            return [];
        }
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private async Task AcceptAsync(TcpListener listener, string state, Func<RedirectAnswer, string?> detour, CancellationToken cancellationToken)
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false);
                conversations.RemoveAll(static conversation => conversation.IsCompleted);
                conversations.Add(AnswerAsync(client, state, detour));
            }
        }
        finally
        {
            // The page that reports success is still on its way when the wait ends.
            var last = Task.WhenAll(conversations.Where(_ => _answered.Task.IsCompleted));
            await Task.WhenAny(last, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None)).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(TcpClient client, string state, Func<RedirectAnswer, string?> detour)
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

            var isHere = target.AbsolutePath == (_address.Path.Length > 0 ? _address.Path : "/");
            var answer = isHere ? RedirectAnswer.Read(target.Query, state) : null;
            var onward = answer is null ? null : detour(answer);
            var page = (isHere, answer, onward) switch
            {
                (false, _, _) => Page("404 Not Found", "There is nothing here."),
                (_, null, _) => Page("400 Bad Request", "This belongs to another login. Use the address that was printed last."),
                (_, _, not null) => Page("302 Found", "The login continues.", $"Location: {onward}\r\n"),
                (_, { Code: null }, _) => Page("200 OK", "The login was declined. See the terminal for details. You can close this window."),
                _ => Page("200 OK", "The login is complete as soon as the terminal says so. You can close this window."),
            };
            await stream.WriteAsync(page, budget.Token).ConfigureAwait(false);
            client.Client.Shutdown(SocketShutdown.Send);
            if (answer is not null && onward is null)
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

    private static byte[] Page(string status, string words, string headers = "")
    {
        var page = $"<!doctype html><meta charset=\"utf-8\"><title>Login</title><p style=\"font: 1.2em sans-serif; margin: 3em\">{words}</p>\n";
        return Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\n{headers}Content-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(page)}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}");
    }
}
