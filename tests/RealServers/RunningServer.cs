using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RealServers;

/// <summary>A server over HTTP, and what stands in front of it, for as long as its trial takes.</summary>
internal sealed class RunningServer : IDisposable
{
    public const string Nginx = "nginx";

    private static readonly TimeSpan StartBudget = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly List<Process> _processes = [];
    private readonly Places _places;
    private readonly ServerEntry _server;
    private readonly Ports _ports = new(FreePort(), FreePort());

    private RunningServer(Places places, ServerEntry server)
    {
        _places = places;
        _server = server;
    }

    /// <summary>Where it is reached.</summary>
    public string Url => _places.Filled(_server.Url!, _server, _ports);

    private string Log => Path.Combine(_places.ScratchOf(_server), "server.log");

    /// <param name="places">Where everything lies.</param>
    /// <param name="server">An entry with an address.</param>
    /// <param name="variables">What its processes get beside their own variables.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TrialFailedException">It does not listen; with what it said.</exception>
    public static async Task<RunningServer> StartAsync(
        Places places, ServerEntry server, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var running = new RunningServer(places, server);
        try
        {
            await running.StartAsync(variables, cancellationToken);
            return running;
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        _processes.Clear();
    }

    private async Task StartAsync(IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var all = _places.VariablesOf(_server, _ports).Concat(variables).ToDictionary();
        await StartAsync(_places.CommandLineOf(_server, _ports), all, _ports.Server, cancellationToken);
        if (_server.Front is not { } front)
        {
            return;
        }

        var scratch = _places.ScratchOf(_server);
        var rules = await File.ReadAllTextAsync(Path.Combine(_places.Project, "fronts", front), cancellationToken);
        var file = Path.Combine(scratch, "nginx.conf");
        await File.WriteAllTextAsync(
            file,
            $$"""
            daemon off;
            master_process off;
            pid {{scratch}}/nginx.pid;
            error_log stderr;
            events {
            }
            http {
            access_log off;
            client_body_temp_path {{scratch}}/body;
            proxy_temp_path {{scratch}}/proxy;
            fastcgi_temp_path {{scratch}}/fastcgi;
            uwsgi_temp_path {{scratch}}/uwsgi;
            scgi_temp_path {{scratch}}/scgi;
            {{_places.Filled(rules, _server, _ports)}}
            }
            """,
            cancellationToken);
        await StartAsync(new StartedAs(Nginx, ["-p", scratch, "-e", "stderr", "-c", file]), all, _ports.Front, cancellationToken);
    }

    // Through a shell, which hands its process over: the output goes to a file without anyone reading it meanwhile.
    private async Task StartAsync(StartedAs started, Dictionary<string, string> variables, int port, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >> \"$0\" 2>&1 < /dev/null", Log, started.Program, .. started.Arguments])
        {
            WorkingDirectory = _places.ScratchOf(_server),
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        _processes.Add(process);
        var waiting = Stopwatch.StartNew();
        using var ticks = new PeriodicTimer(Step);
        while (!await ListensAsync(port, cancellationToken))
        {
            if (process.HasExited || waiting.Elapsed > StartBudget)
            {
                var said = await File.ReadAllLinesAsync(Log, cancellationToken);
                throw new TrialFailedException($"'{started.Program}' does not listen.\n{string.Join('\n', said.TakeLast(20))}");
            }

            await ticks.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("localhost", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
