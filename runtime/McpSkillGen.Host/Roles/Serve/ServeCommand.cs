using System.Text.Json;
using McpSkillGen.Host.Faults;
using McpSkillGen.Host.Instances;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Links.Http;
using McpSkillGen.Host.Links.Stdio;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Serving;
using McpSkillGen.Host.Transport;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Logging;
using McpSkillGen.Runtime.Native;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>The role <c>serve</c>: one host, for as long as it is needed.</summary>
internal static class ServeCommand
{
    // Reads from standard input block a pool thread each. With the default
    // minimum, the number of cores, two of those would hold every other call up for half a second.
    private const int MinWorkerThreads = 16;

    public static async Task<int> RunAsync(SkillFolder folder, string? workspace, string executorFile, bool isStdio)
    {
        Detachment.LeaveSession();
        Detachment.LeaveFolder(folder);
        try
        {
            var options = HostOptions.Read(folder, workspace, executorFile, Environment.GetEnvironmentVariable);
            if (isStdio)
            {
                await ServeCallerAsync(options).ConfigureAwait(false);
                return 0;
            }

            var runtimeDirectory = UserDirectory.Runtime.Locate(Environment.GetEnvironmentVariable);
            var instance = InstancePaths.For(runtimeDirectory, folder, workspace);
            if (StartHandshake.Claim(runtimeDirectory, instance) is { } owned)
            {
                await ServeSocketAsync(owned, options, instance).ConfigureAwait(false);
            }
            else
            {
                StartHandshake.SayReady();
            }

            return 0;
        }
        catch (SkillException e)
        {
            return isStdio ? StdioRefusal.Explain(e) : StartHandshake.SayFailed(e);
        }
        catch (NoSocketException e)
        {
            return StartHandshake.SayNoSocket(e);
        }
    }

    /// <exception cref="NoSocketException">The socket cannot be bound; nothing was said yet.</exception>
    private static async Task ServeSocketAsync(InstanceLock owned, HostOptions options, InstancePaths instance)
    {
        using var lockHeld = owned;
        FaultPoint.Reach(FaultPoint.AfterLock);
        using var turn = ServerTurn.Await(owned, instance);
        using var listener = SocketListener.Bind(owned, instance);
        FaultPoint.Reach(FaultPoint.AfterBind);
        using var log = HostLog.AppendTo(instance.Log);
        var leftovers = new Leftovers(instance.LaunchTrace, log);
        using var door = new SocketDoor(owned, turn, listener, new StateFiles(options.Folder), leftovers, instance);
        using var route = RouteTo(options, turn.Held, leftovers, log);
        new InstanceDescription(options.Folder.Root, options.Workspace, Environment.ProcessId).Write(instance);
        log.Write($"Host {Environment.ProcessId} serves {options.Folder.Root}.");
        foreach (var warning in options.Warnings)
        {
            log.Write(warning);
        }

        StartHandshake.SayReady();
        Detachment.LeaveStreams(instance.Log);
        door.ShowProcesses(serverId: null);

        var memory = new HandshakeMemory(instance.Handshake, options.Launch);
        await HostAsync(options, door, route, memory, log, loop =>
        {
            _ = listener.AcceptAsync(stream => _ = new ClientConnection(stream, stream).ReadAsync(loop, log.Write), log.Write);
        }).ConfigureAwait(false);
        log.Write($"Host {Environment.ProcessId} has left.");
    }

    private static async Task ServeCallerAsync(HostOptions options)
    {
        using var log = HostLog.ToStandardError();
        var leftovers = new Leftovers(traceFile: null, log);
        using var route = RouteTo(options, guardsLock: null, leftovers, log);
        var memory = MemoryOfLoneHost(options);
        await HostAsync(options with { IdleTimeout = TimeSpan.Zero }, new StdioDoor(), route, memory, log, loop => _ = ServeOneAsync(loop, log)).ConfigureAwait(false);
    }

    /// <summary>What a host knows that serves one caller and leaves no file behind: without it every call would probe anew.</summary>
    private static HandshakeMemory MemoryOfLoneHost(HostOptions options)
    {
        JsonDocument? catalog = null;
        try
        {
            _ = ForeignJson.TryParse(File.ReadAllBytes(options.Folder.CatalogFile), out catalog, out _);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The server is asked for its version.
        }

        return new HandshakeMemory(file: null, options.Launch) { CatalogVersion = catalog?.RootElement.Text("protocolVersion"u8) };
    }

    private static async Task ServeOneAsync(HostLoop loop, HostLog log)
    {
        var caller = new ClientConnection(StandardStreams.OpenInput(), StandardStreams.OpenOutput());
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await caller.ReadAsync(loop, log.Write).ConfigureAwait(false);
        loop.Post(new HostEvent.StopRequested("The caller is gone"));
    }

    private static IServerRoute RouteTo(HostOptions options, FileLock? guardsLock, Leftovers leftovers, HostLog log)
    {
        if (options.Launch is ServerLaunch.Remote remote)
        {
            return new RemoteServer(remote, Environment.GetEnvironmentVariable, options.LoginCommand);
        }

        var route = new ProcessRoute((ServerLaunch.Process)options.Launch, guardsLock, leftovers, log.About(LogLine.Server));
        route.StartAhead();
        return route;
    }

    private static async Task HostAsync(HostOptions options, IHostDoor door, IServerRoute route, HandshakeMemory memory, HostLog log, Action<HostLoop> open)
    {
        ThreadPool.SetMinThreads(MinWorkerThreads, MinWorkerThreads);
        var startBudget = ServerConnector.StartBudgetOf(Environment.GetEnvironmentVariable);
        var serverLog = log.About(LogLine.Server);
        var connector = new ServerConnector(route, options.WorkspaceRoot, memory, startBudget, serverLog);
        var slot = new ServerSlot(connector, Path.GetFileName(options.Folder.Root), serverLog);
        using var loop = new HostLoop(options, slot, door, log);
        using var signals = new HostSignals(why => loop.Post(new HostEvent.StopRequested(why)));

        // The first caller is on its way.
        slot.StartAhead();
        open(loop);
        await loop.RunAsync().ConfigureAwait(false);
    }
}
