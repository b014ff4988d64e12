using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Links.Http;
using McpSkillGen.Host.Links.Stdio;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Servers;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Logging;
using McpSkillGen.Runtime.Output;
using McpSkillGen.Runtime.Text;

namespace McpSkillGen.Host.Roles;

/// <summary>The role <c>introspect</c>: prints what a server offers. <c>mcpgen</c> makes a catalog of it.</summary>
internal sealed class IntrospectRole : IHostRole
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(1);

    // UnsafeRelaxed is about HTML, which this file is not. Any other encoder would make Chinese descriptions unreadable in a diff.
    private static readonly JsonWriterOptions CatalogOptions = new()
    {
        Indented = true,
        IndentCharacter = ' ',
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Name => "introspect";

    public string Grammar => "--config FILE [--login-command TEXT]";

    public async Task<int> RunAsync(string[] arguments)
    {
        var options = new RoleArguments(this, arguments);
        var configFile = options.Require("--config");
        using var interrupted = new CancellationTokenSource();
        using var signals = new HostSignals(_ => interrupted.Cancel());
        try
        {
            var loginCommand = options["--login-command"] ?? $"mcpgen login {ShellWord.Of(configFile)}";
            var catalog = await ReadAsync(Path.GetFullPath(configFile), loginCommand, interrupted.Token).ConfigureAwait(false);
            StandardStreams.Write([.. catalog.Span, (byte)'\n']);
            return (int)ExitCode.Success;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            StandardStreams.WriteErrorLine("Interrupted.");
            return (int)ExitCode.Interrupted;
        }
    }

    private static void Note(string text) => StandardStreams.WriteErrorLine(LogLine.NotePrefix + text.ReplaceLineEndings(" "));

    /// <summary>Connects, and repeats what the server says meanwhile to the person who waits.</summary>
    private static async Task<ServerSession> ConnectAsync(ServerConnector connector, HostLog log, CancellationToken interrupted)
    {
        var told = connector.LatestWords;
        using var repeating = new Timer(
            _ =>
            {
                if (connector.LatestWords is { } words && words != told)
                {
                    told = words;
                    log.Write(words);
                }
            },
            state: null,
            RepeatInterval,
            RepeatInterval);
        return await connector.ConnectAsync(interrupted).ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string configFile, string loginCommand, CancellationToken interrupted)
    {
        var source = ServerConfig.Read(configFile);
        foreach (var warning in source.Warnings)
        {
            StandardStreams.WriteErrorLine(warning);
        }

        var (launch, workspaceRoot) = source.Resolve();
        using var log = HostLog.ToStandardError();
        using IServerRoute route = launch is ServerLaunch.Remote remote
            ? new RemoteServer(remote, Environment.GetEnvironmentVariable, loginCommand)
            : new ProcessRoute((ServerLaunch.Process)launch, guardsLock: null, new Leftovers(traceFile: null, log), log);

        // The same capabilities as when it serves: a server may show other tools to a client without roots.
        var budget = ServerConnector.StartBudgetOf(source.Config, Environment.GetEnvironmentVariable);
        var connector = new ServerConnector(route, workspaceRoot, new HandshakeMemory(file: null, launch), budget, log);
        var session = await ConnectAsync(connector, log, interrupted).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
            limit.CancelAfter(budget);
            try
            {
                return await new CatalogReader(session, source.Config.Tools, Note).ReadAsync(CatalogOptions, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!interrupted.IsCancellationRequested)
            {
                throw new SkillException(ExitCode.TimedOut, $"The server did not list what it offers within {budget.TotalSeconds:0.#} s.");
            }
        }
    }
}
