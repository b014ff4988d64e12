using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Links;
using McpSkillGen.Host.Links.Http;
using McpSkillGen.Host.Links.Stdio;
using McpSkillGen.Host.Logging;
using McpSkillGen.Host.Messages;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Servers;
using McpSkillGen.Host.Serving;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Output;

namespace McpSkillGen.Host.Introspection;

/// <summary>The role <c>introspect</c>: prints what a server offers, for <c>mcpgen</c> to make a catalog of.</summary>
internal static class IntrospectCommand
{
    // UnsafeRelaxed is about HTML, which a file is not; anything else would make Chinese descriptions unreadable in a diff.
    private static readonly JsonWriterOptions CatalogOptions = new()
    {
        Indented = true,
        IndentCharacter = ' ',
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> RunAsync(string configFile, string loginCommand)
    {
        using var interrupted = new CancellationTokenSource();
        using var signals = new HostSignals(_ => interrupted.Cancel());
        try
        {
            var catalog = await ReadAsync(Path.GetFullPath(configFile), loginCommand, interrupted.Token).ConfigureAwait(false);
            StandardStreams.Write(Print(catalog));
            return 0;
        }
        catch (SkillException e)
        {
            StandardStreams.WriteErrorLine(e.Message);
            return (int)e.ExitCode;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            StandardStreams.WriteErrorLine("Interrupted.");
            return (int)ExitCode.Interrupted;
        }
    }

    private static async Task<JsonObject> ReadAsync(string configFile, string loginCommand, CancellationToken interrupted)
    {
        var (config, launch) = ReadLaunch(configFile);
        using var log = HostLog.ToStandardError();
        var budget = ServerConnector.StartBudgetOf(Environment.GetEnvironmentVariable);

        // The same capabilities as when it serves: a server may show other tools to a client without roots.
        var workspaceRoot = config.Scope is InstanceScope.Workspace ? Path.GetDirectoryName(configFile) : null;
        using IServerRoute route = launch is ServerLaunch.Remote remote
            ? new RemoteServer(remote, Environment.GetEnvironmentVariable, loginCommand)
            : new ProcessRoute((ServerLaunch.Process)launch, guardsLock: null, new Leftovers(traceFile: null, log), log);
        var connector = new ServerConnector(route, workspaceRoot, new HandshakeMemory(file: null, launch), budget, log);
        var session = await connector.ConnectAsync(interrupted).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
            limit.CancelAfter(budget);
            try
            {
                return await new CatalogReader(session, config.Tools).ReadAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!interrupted.IsCancellationRequested)
            {
                throw new SkillException(ExitCode.TimedOut, $"The server did not list what it offers within {budget.TotalSeconds:0.#} s.");
            }
        }
    }

    private static (SkillConfig Config, ServerLaunch Launch) ReadLaunch(string configFile)
    {
        var folder = Path.GetDirectoryName(configFile)!;
        try
        {
            var reading = ConfigReader.Read(File.ReadAllBytes(configFile), configFile);
            var config = reading.Require();
            foreach (var warning in reading.Problems)
            {
                StandardStreams.WriteErrorLine(warning.ToString());
            }

            var secretsFile = Path.Combine(folder, ".env");
            var secrets = File.Exists(secretsFile) ? File.ReadAllText(secretsFile) : "";
            var resolver = new LaunchResolver(DotEnv.Over(secrets, Environment.GetEnvironmentVariable));
            return (config, resolver.Resolve(config, folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillException(ExitCode.WrongEnvironment, $"The config cannot be read: {e.Message}", e);
        }
    }

    private static ReadOnlySpan<byte> Print(JsonObject catalog) =>
        (byte[])[.. ServerJson.ToBytes(catalog, CatalogOptions).Span, (byte)'\n'];
}
