using McpSkillGen.Host.Authorization;
using McpSkillGen.Host.Background;
using McpSkillGen.Host.Faults;
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
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Roles.Serve;

/// <summary>The role <c>serve</c>: one host, for as long as it is needed.</summary>
internal sealed class ServeRole : IHostRole
{
    // Each read from standard input blocks a pool thread. With the default minimum, the number of cores, two of those would
    // delay every other call by half a second.
    private const int MinWorkerThreads = 16;

    // Everything has ended by then, or has just been told to.
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(1);

    public string Name => "serve";

    public string Grammar => "--skill DIR [--workspace ROOT] [--executor FILE] [--host FILE] [--stdio] [--record FILE]";

    public async Task<int> RunAsync(string[] arguments)
    {
        var given = new RoleArguments(this, arguments);
        var executorFile = given["--executor"] ?? "";
        var folder = new SkillFolder(Path.GetFullPath(given.Require("--skill")))
        {
            Stored = given["--host"] is { } host ? new StoredPrograms(executorFile, host) : null,
        };
        var isStdio = given.Has("--stdio");
        Detachment.LeaveSession();
        Detachment.LeaveFolder(folder);
        try
        {
            var options = ReadOptions(folder, given["--workspace"], executorFile) with { RecordFile = given["--record"] };
            if (isStdio)
            {
                await ServeCallerAsync(options).ConfigureAwait(false);
                return (int)ExitCode.Success;
            }

            var runtimeDirectory = UserDirectory.Runtime.Locate(Environment.GetEnvironmentVariable);
            var instance = InstancePaths.For(runtimeDirectory, folder, options.Workspace);
            if (StartHandshake.Claim(runtimeDirectory, instance, out var ended) is { } owned)
            {
                await ServeSocketAsync(owned, options, instance, ended).ConfigureAwait(false);
            }
            else
            {
                StartHandshake.SayReady();
            }

            return (int)ExitCode.Success;
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

    /// <exception cref="SkillException">Config or environment is wrong: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    private static HostOptions ReadOptions(SkillFolder folder, string? workspace, string executorFile)
    {
        var source = ServerConfig.Read(folder.ConfigFile);
        var (launch, root) = source.Resolve(workspace);
        var program = ShellWord.Of(ProgramOf(folder, executorFile));
        return new HostOptions
        {
            Folder = folder,
            Workspace = workspace,
            Config = source.Config,
            Launch = launch,
            WorkspaceRoot = root,
            Fingerprint = Fingerprint.Of(folder, executorFile, source.ConfigBytes, source.SecretBytes, Environment.GetEnvironmentVariable),
            Program = program,
            Secrets = source.SecretValues(),
            LoginCommand = $"{program} login",
            LoginFile = launch is ServerLaunch.Remote { HasOwnCredentials: false } remote
                ? LoginStore.Of(remote, Environment.GetEnvironmentVariable).Location
                : null,
            Warnings = source.Warnings,
            IdleTimeout = source.Config.KeepAlive.IdleTimeout,
        };
    }

    private static string ProgramOf(SkillFolder folder, string executorFile) =>
        folder.Stored is not null ? folder.LauncherFile(Path.GetFileNameWithoutExtension(executorFile))
        : executorFile.Length > 0 ? executorFile
        : Path.GetFileName(folder.Root);

    /// <exception cref="NoSocketException">The socket cannot be bound; nothing was said yet.</exception>
    private static async Task ServeSocketAsync(InstanceLock owned, HostOptions options, InstancePaths instance, int? ended)
    {
        using var lockHeld = owned;

        // First of all: whoever waits for the lock learns here whose it is.
        InstanceDescription.OfThisHost(options.Folder.Root, options.Workspace).Write(instance);
        FaultPoint.Reach(FaultPoint.AfterLock);
        using var turn = ServerTurn.Await(owned, instance);
        using var listener = SocketListener.Bind(owned, instance);
        FaultPoint.Reach(FaultPoint.AfterBind);
        using var log = HostLog.AppendTo(instance.Log);
        using var work = new BackgroundWork(log);
        var leftovers = new Leftovers(instance.LaunchTrace, log);
        using var door = new SocketDoor(owned, turn, listener, new StateFiles(options.Folder), leftovers, instance, work, log);
        using var route = RouteTo(options, turn.Held, leftovers, log);
        if (ended is not null)
        {
            log.Write($"Host {ended} did not leave in time and was killed.");
        }

        log.Write($"Host {Environment.ProcessId} serves {options.Folder.Root}.");
        foreach (var warning in options.Warnings)
        {
            log.Write(warning);
        }

        StartHandshake.SayReady();
        Detachment.LeaveStreams(instance.Log);
        door.ShowProcesses(serverId: null);

        await HostAsync(options, door, route, new HandshakeMemory(instance.Handshake, options.Launch), work, log).ConfigureAwait(false);
        log.Write($"Host {Environment.ProcessId} has left.");
    }

    private static async Task ServeCallerAsync(HostOptions options)
    {
        using var log = HostLog.ToStandardError();
        using var work = new BackgroundWork(log);
        using var route = RouteTo(options, guardsLock: null, new Leftovers(traceFile: null, log), log);

        // This host keeps no file: without the catalog every call would probe anew.
        var memory = new HandshakeMemory(file: null, options.Launch) { CatalogVersion = VersionIn(options.Folder.CatalogFile) };
        await HostAsync(options with { IdleTimeout = TimeSpan.Zero }, new StdioDoor(log, work.Ending), route, memory, work, log).ConfigureAwait(false);
    }

    /// <summary>The protocol version that a catalog was read with; null if it cannot be read.</summary>
    private static string? VersionIn(string catalogFile)
    {
        try
        {
            return ForeignJson.TryParse(File.ReadAllBytes(catalogFile), out var catalog, out _) ? catalog.RootElement.Text("protocolVersion"u8) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
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

    private static async Task HostAsync(HostOptions options, IHostDoor door, IServerRoute route, HandshakeMemory memory, BackgroundWork work, HostLog log)
    {
        ThreadPool.SetMinThreads(MinWorkerThreads, MinWorkerThreads);
        var serverLog = log.About(LogLine.Server);
        var startBudget = ServerConnector.StartBudgetOf(options.Config, Environment.GetEnvironmentVariable);
        var connector = new ServerConnector(route, options.WorkspaceRoot, memory, startBudget, serverLog);
        var slot = new ServerSlot(connector, Path.GetFileName(options.Folder.Root), serverLog);
        using var loop = new HostLoop(options, slot, door, work, log);
        using var signals = new HostSignals(why => loop.Post(new HostEvent.StopRequested(why)));

        // The first caller is on its way.
        slot.StartAhead();
        work.Add("letting clients in", door.OpenAsync(loop));
        await loop.RunAsync().ConfigureAwait(false);
        await work.EndAsync(EndBudget).ConfigureAwait(false);
    }
}
