using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchmarks;
using CliWrap;
using CliWrap.Buffered;
using McpSkillGen.Tests.Shared;

namespace RealServers;

/// <summary>
/// One server from its config to warm calls, as a user would: scaffold it with the real <c>mcpgen</c>, call it cold, call it
/// warm, stop it. Whatever is not as <see cref="ServerEntry"/> says throws <see cref="TrialFailedException"/>.
/// </summary>
/// <param name="places">Where everything lies.</param>
internal sealed class Trial(Places places)
{
    private const int Success = 0;
    private const int ToolAnsweredAnError = 1;
    private const int WarmCalls = 20;

    // The slowest build of a skill takes half a minute on an idle machine; a call answers, or gives up, within its minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // Servers that try for long to reach their vendor are not waited for twenty times.
    private static readonly TimeSpan WarmCallBudget = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    // Inherited by everything that a trial starts, so that what is left over can be found.
    private const string MarkVariable = "REAL_SERVERS_TRIAL";

    /// <param name="server">The server.</param>
    /// <param name="isMade">Whether an earlier run has made its skill.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    /// <exception cref="TrialFailedException">Something is not as it must be.</exception>
    public async Task<Outcome> RunAsync(ServerEntry server, bool isMade, CancellationToken cancellationToken)
    {
        foreach (var (name, content) in server.Files ?? [])
        {
            await File.WriteAllTextAsync(Path.Combine(places.ScratchOf(server), name), content.ToJsonString(), cancellationToken);
        }

        using var running = server.Url is null ? null : await RunningServer.StartAsync(places, server, Mark(server), cancellationToken);
        var skill = Path.Combine(places.Work, "skills", server.Name);
        if (!isMade)
        {
            await ScaffoldAsync(server, running?.Url, cancellationToken);
        }
        else if (running is not null)
        {
            // An earlier run had another port.
            await NameAddressAsync(Path.Combine(skill, "mcp-config.json"), running.Url, cancellationToken);
        }

        var executor = Path.Combine(skill, "scripts", server.Name);
        try
        {
            return await CallAsync(server, skill, executor, cancellationToken);
        }
        finally
        {
            await RunAsync(executor, ["stop"], CancellationToken.None);
            running?.Dispose();
            await NothingIsLeftAsync(MarkOf(server), cancellationToken);
        }
    }

    private async Task ScaffoldAsync(ServerEntry server, string? url, CancellationToken cancellationToken)
    {
        var config = Path.Combine(places.Work, server.Name + ".json");
        await File.WriteAllTextAsync(config, Config(server, url).ToJsonString(), cancellationToken);
        var scaffolded = await RunAsync(places.Mcpgen, ["scaffold", config, "-o", Path.Combine(places.Work, "skills"), "--replace"], cancellationToken);
        Must(scaffolded.ExitCode == Success, "it was not scaffolded", scaffolded);
    }

    private static async Task NameAddressAsync(string config, string url, CancellationToken cancellationToken)
    {
        var read = JsonNode.Parse(await File.ReadAllTextAsync(config, cancellationToken))!;
        read["url"] = url;
        await File.WriteAllTextAsync(config, read.ToJsonString(), cancellationToken);
    }

    private async Task<Outcome> CallAsync(ServerEntry server, string skill, string executor, CancellationToken cancellationToken)
    {
        string[] call = ["call", server.Tool, server.Arguments.ToJsonString()];
        var cold = await RunAsync(executor, call, cancellationToken);
        var line = Expected(server, cold);

        var warm = new List<TimeSpan>();
        var all = Stopwatch.StartNew();
        while (warm.Count < WarmCalls && (warm.Count == 0 || all.Elapsed < WarmCallBudget))
        {
            warm.Add(WholeProcess.Time([executor, .. call], cold.ExitCode));
        }

        var status = await RunAsync(executor, ["status", "--json"], cancellationToken);
        Must((int?)JsonNode.Parse(status.StandardOutput)?["serverLaunches"] == 1, "the server was not kept from call to call", status);

        var catalog = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(skill, "mcp-catalog.json"), cancellationToken))!;
        var measured = await RunAsync(places.Mcpgen, ["measure", skill, "--json"], cancellationToken);
        Must(measured.ExitCode == Success, "its cost was not measured", measured);
        var cost = JsonNode.Parse(measured.StandardOutput)!["skills"]![0]!;
        return new Outcome(
            server,
            await VersionAsync(server, cancellationToken),
            (string?)catalog["protocolVersion"] ?? "",
            (int)cost["tools"]!,
            (int)cost["schemas"]!,
            (int)cost["page"]!,
            cold.RunTime,
            warm.Order().ElementAt(warm.Count / 2),
            cold.ExitCode == Success,
            line);
    }

    private async Task<string> VersionAsync(ServerEntry server, CancellationToken cancellationToken) => server.Package is { } package
        ? (string)JsonNode.Parse(await File.ReadAllTextAsync(places.Packages.FileOf(package, "package.json"), cancellationToken))!["version"]!
        : "";

    private JsonObject Config(ServerEntry server, string? url)
    {
        if (url is not null)
        {
            return new JsonObject
            {
                ["name"] = server.Name,
                ["url"] = url,
                ["transport"] = server.Transport,
                ["headers"] = JsonSerializer.SerializeToNode(server.Headers ?? []),
            };
        }

        var ports = new Ports(0, 0);
        var started = places.CommandLineOf(server, ports);
        return new JsonObject
        {
            ["name"] = server.Name,
            ["command"] = started.Program,
            ["args"] = JsonSerializer.SerializeToNode(started.Arguments),
            ["env"] = JsonSerializer.SerializeToNode(places.VariablesOf(server, ports).Concat(Mark(server)).ToDictionary()),
            ["cwd"] = places.ScratchOf(server),
        };
    }

    /// <returns>The first line that shows what was expected.</returns>
    private static string Expected(ServerEntry server, BufferedCommandResult call)
    {
        var lines = (call.StandardOutput + call.StandardError).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (call.ExitCode == Success && server.Answer is { } answer)
        {
            return LineWith(answer) ?? throw new TrialFailedException($"the answer is another one.\n{Said(call)}");
        }

        Must(server.Error is not null, "the call was to be answered", call);
        Must(call.ExitCode is ToolAnsweredAnError, "the tool was to answer an error", call);
        return LineWith(server.Error!) ?? throw new TrialFailedException($"the error is another one.\n{Said(call)}");

        string? LineWith(string[] texts) => lines.FirstOrDefault(line => texts.Any(text => line.Contains(text, StringComparison.OrdinalIgnoreCase)));
    }

    // The folder is this checkout's own, and so are the processes of its skills.
    private string MarkOf(ServerEntry server) => Path.Combine(places.Work, server.Name);

    private Dictionary<string, string> Mark(ServerEntry server) => new() { [MarkVariable] = MarkOf(server) };

    private static async Task NothingIsLeftAsync(string mark, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        using var ticks = new PeriodicTimer(Step);
        while (ProcessTable.Marked($"{MarkVariable}={mark}") is [_, ..] left)
        {
            if (waiting.Elapsed > EndBudget)
            {
                var described = left.Select(ProcessTable.Describe).ToArray();
                foreach (var id in left)
                {
                    ProcessTable.Kill(id);
                }

                throw new TrialFailedException($"after 'stop' these were still running:\n{string.Join('\n', described)}");
            }

            await ticks.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<BufferedCommandResult> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(Path.GetTempPath())
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TrialFailedException($"'{Path.GetFileName(program)} {arguments[0]}' did not end within {Patience.TotalMinutes:0} minutes.");
        }
    }

    private static void Must(bool isAsExpected, string otherwise, BufferedCommandResult ran)
    {
        if (!isAsExpected)
        {
            throw new TrialFailedException($"{otherwise}.\n{Said(ran)}");
        }
    }

    private static string Said(BufferedCommandResult ran) =>
        $"exit code {ran.ExitCode}\nstdout: {ran.StandardOutput.Trim()}\nstderr: {ran.StandardError.Trim()}";
}

/// <summary>A server did not do what <c>servers.json</c> says; the message tells what it did.</summary>
internal sealed class TrialFailedException(string message) : Exception(message);
