using System.Text.Json.Nodes;
using McpSkillGen.Tests.Shared;

namespace Benchmarks;

/// <summary>
/// What others use to call an MCP server from a shell, and the server that all of them call: installed by <c>npm ci</c> from
/// the pinned versions in <c>npm/</c>, Node included, with a home folder of their own.
/// </summary>
internal sealed class Peers
{
    private const string Session = "@benchmark";

    private readonly string _modules;
    private readonly string _folder;

    private Peers(string modules, string folder) => (_modules, _folder) = (modules, folder);

    public string Node => Path.Combine(_modules, "node", "bin", "node");

    /// <summary>The reference server, as its command and arguments.</summary>
    public string[] Server => [Node, Path.Combine(_modules, "@modelcontextprotocol", "server-everything", "dist", "index.js"), "stdio"];

    /// <summary>The same server, started by <c>npx</c> as most people write it, from what is installed.</summary>
    public string[] ServerByNpx => ["npx", "--prefix", Path.GetDirectoryName(_modules)!, "--no-install", "mcp-server-everything", "stdio"];

    /// <summary>The names and versions that were installed.</summary>
    public string Versions { get; private set; } = "";

    public string[] McporterCall => [.. Mcporter, "call", "everything.echo", "message=hi"];

    /// <summary>A server of its own for the call.</summary>
    public string[] McporterEphemeral => [.. Mcporter, "call", "ephemeral.echo", "message=hi"];

    public string[] McporterGenerated => [Node, GeneratedProgram, "echo", "--message", "hi"];

    public string GeneratedProgram => Path.Combine(_folder, "everything.js");

    public string[] McpcCall => [.. Mcpc, Session, "tools-call", "echo", "message:=hi"];

    private string[] Mcporter => [Node, Path.Combine(_modules, "mcporter", "dist", "cli.js"), "--config", Path.Combine(_folder, "mcporter.json")];

    private string[] Mcpc => [Node, Path.Combine(_modules, "@apify", "mcpc", "bin", "mcpc")];

    /// <summary>Installs what is not there yet.</summary>
    public static async Task<Peers> InstallAsync(Work work)
    {
        var packages = await NpmFolder.InstallAsync(
            Path.Combine(work.Benchmarks, "npm"),
            Path.Combine(work.Folder, "npm"),
            CancellationToken.None,
            runsScripts: true);
        var wanted = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(work.Benchmarks, "npm", "package.json")))!["dependencies"]!.AsObject();
        return new Peers(packages.Modules, Path.Combine(work.Folder, "peers"))
        {
            Versions = string.Join(", ", wanted.Select(static package => $"{package.Key} {package.Value}")),
        };
    }

    /// <summary>Writes their configs, generates the CLI, and starts their daemons. They keep their files in a home of their own.</summary>
    public void Start()
    {
        Environment.SetEnvironmentVariable("HOME", Directory.CreateDirectory(Path.Combine(_folder, "home")).FullName);
        Environment.SetEnvironmentVariable("PATH", $"{Path.GetDirectoryName(Node)}:{Environment.GetEnvironmentVariable("PATH")}");
        WholeProcess.TakeEnvironment();
        File.WriteAllText(
            Path.Combine(_folder, "mcporter.json"),
            new JsonObject { ["mcpServers"] = new JsonObject { ["everything"] = Config("keep-alive"), ["ephemeral"] = Config("ephemeral") } }.ToJsonString());
        File.WriteAllText(
            Path.Combine(_folder, "mcpc.json"), new JsonObject { ["mcpServers"] = new JsonObject { ["everything"] = Config(null) } }.ToJsonString());
        WholeProcess.Time([.. Mcporter, "generate-cli", "--server", "everything", "--output", Path.Combine(_folder, "everything.ts"), "--bundle", GeneratedProgram, "--runtime", "node"]);
        ConnectMcpc();
        WholeProcess.Time(McporterCall);
    }

    public void Stop()
    {
        CloseMcpc();
        StopMcporter();
        StopGenerated();
    }

    public TimeSpan ConnectMcpc() => WholeProcess.Time([.. Mcpc, "connect", $"{Path.Combine(_folder, "mcpc.json")}:everything", Session]);

    public void CloseMcpc() => WholeProcess.Time([.. Mcpc, "close", Session]);

    public void StopMcporter() => WholeProcess.Time([.. Mcporter, "daemon", "stop"]);

    /// <summary>A generated CLI has a daemon of its own, under a config that it wrote when it was called first.</summary>
    public void StopGenerated()
    {
        var configs = Path.Combine(_folder, "home", ".mcporter", "generated");
        foreach (var config in Directory.Exists(configs) ? Directory.GetFiles(configs, "*.json") : [])
        {
            WholeProcess.Time([.. Mcporter[..2], "--config", config, "daemon", "stop"]);
        }
    }

    /// <summary>What their resident processes take, without the servers'.</summary>
    /// <param name="ofMcpc">mcpc's bridge; otherwise mcporter's daemon.</param>
    public long? ResidentBytes(bool ofMcpc) => ResidentMemory.OfProcesses(
        words => words.Any(word => word.StartsWith(_modules, StringComparison.Ordinal) && word.Contains(ofMcpc ? "mcpc" : "mcporter", StringComparison.Ordinal))
            && words.Any(static word => word.Contains("bridge", StringComparison.Ordinal) || word is "daemon"));

    private JsonObject Config(string? lifecycle)
    {
        var config = new JsonObject
        {
            ["command"] = Server[0],
            ["args"] = new JsonArray([.. Server[1..].Select(static word => JsonValue.Create(word))]),
        };
        if (lifecycle is not null)
        {
            config["lifecycle"] = lifecycle;
        }

        return config;
    }
}
