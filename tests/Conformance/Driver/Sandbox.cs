using System.Diagnostics;
using System.Text.Json.Nodes;
using CliWrap;
using McpSkillGen.Tests.Shared;

namespace Conformance.Driver;

/// <summary>
/// A copy of the skill, a runtime directory and a home of one scenario's own. On disposal everything that the skill started
/// must be gone; what is not is killed, and fails the scenario.
/// </summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private const string MarkVariable = "CONFORMANCE_SANDBOX";

    private static readonly string ProgramSuffix = OperatingSystem.IsWindows() ? ".exe" : "";

    // The suite ends a client of its own accord after the time that it was given; this is beyond any of that.
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly string _root;
    private readonly string _name;
    private readonly Dictionary<string, string?> _variables;

    private Sandbox(string root, string name, string url)
    {
        _root = root;
        _name = name;
        _variables = new Dictionary<string, string?>
        {
            ["MCP_URL"] = url,
            ["MCP_SKILL_RUNTIME_DIR"] = Path.Combine(root, "run"),
            ["HOME"] = Directory.CreateDirectory(Path.Combine(root, "home")).FullName,
            ["XDG_STATE_HOME"] = null,
            [MarkVariable] = Path.GetFileName(root),
        };
    }

    /// <summary>The skill's folder.</summary>
    public string Folder => Path.Combine(_root, _name);

    private string Executor => Path.Combine(Folder, "scripts", _name + ProgramSuffix);

    /// <summary>Copies a skill and points it at a server.</summary>
    public static Sandbox Of(string skill, string url)
    {
        // Short: a socket's path has little room.
        var root = Directory.CreateTempSubdirectory("cf-").FullName;
        var sandbox = new Sandbox(root, Path.GetFileName(skill), url);
        foreach (var file in Directory.GetFiles(Path.Combine(skill, "scripts"), "*", SearchOption.AllDirectories).Append(Path.Combine(skill, "mcp-catalog.json")))
        {
            var copy = Path.Combine(sandbox.Folder, Path.GetRelativePath(skill, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        sandbox.Configure(static _ => { });
        return sandbox;
    }

    /// <summary>Writes the skill's config: the suite's URL, and what the scenario adds to it.</summary>
    public void Configure(Action<JsonObject> add)
    {
        var config = new JsonObject { ["name"] = _name, ["url"] = "${MCP_URL}", ["tools"] = new JsonObject { ["answer_with_defaults"] = new JsonArray("*") } };
        add(config);
        File.WriteAllText(Path.Combine(Folder, "mcp-config.json"), config.ToJsonString());
    }

    /// <summary>Runs the executor, and shows what it was told and what it said.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExecutorAsync(params string[] arguments) => (await RunAsync(Executor, arguments, static _ => { })).ExitCode;

    /// <summary>Runs the executor, and hears every line that it says, on either stream, as it comes.</summary>
    /// <param name="onLine">Hears it.</param>
    /// <param name="arguments">The executor's command line.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExecutorAsync(Action<string> onLine, params string[] arguments) => (await RunAsync(Executor, arguments, onLine)).ExitCode;

    /// <summary>What the server offers, asked through the host as <c>mcpgen</c> asks.</summary>
    /// <returns>Null where it could not be asked.</returns>
    public async Task<JsonObject?> IntrospectAsync()
    {
        var (host, first) = Host();
        var (exitCode, output) = await RunAsync(
            host, [.. first, "introspect", "--config", Path.Combine(Folder, "mcp-config.json")], static _ => { });
        return exitCode == 0 ? JsonNode.Parse(output)!.AsObject() : null;
    }

    public async ValueTask DisposeAsync()
    {
        await ExecutorAsync("stop");
        var left = await LeftAsync();
        var described = left.Select(ProcessTable.Describe).ToArray();
        foreach (var id in left)
        {
            ProcessTable.Kill(id);
        }

        Directory.Delete(_root, recursive: true);
        if (described.Length > 0)
        {
            throw new InvalidOperationException($"Still running after 'stop':\n{string.Join('\n', described)}");
        }
    }

    // Native; or, where it was built without, through dotnet. The store is the run's own, so it has one host, and perhaps a native one beside it.
    private static (string Program, string[] First) Host()
    {
        var folder = Directory.GetDirectories(Path.Combine(Environment.GetEnvironmentVariable("MCP_SKILL_STORE_DIR")!, "hosts")).MaxBy(static folder => folder.Length)!;
        var native = Path.Combine(folder, "mcp-skill-host" + ProgramSuffix);
        return File.Exists(native) ? (native, []) : ("dotnet", [Path.Combine(folder, "mcp-skill-host.dll")]);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, Action<string> onLine)
    {
        Console.Error.WriteLine($"$ {Path.GetFileName(program)} {string.Join(' ', arguments)}");
        var output = new StringWriter();
        var ran = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(_root)
            .WithEnvironmentVariables(_variables)
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
            {
                output.WriteLine(line);
                onLine(line);
            }))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line =>
            {
                Console.Error.WriteLine(line);
                onLine(line);
            }))
            .ExecuteAsync();
        Console.Error.Write(output);
        Console.Error.WriteLine($"exit code {ran.ExitCode}");
        return (ran.ExitCode, output.ToString());
    }

    private async Task<IReadOnlyList<int>> LeftAsync()
    {
        var mark = $"{MarkVariable}={Path.GetFileName(_root)}";
        var waiting = Stopwatch.StartNew();
        using var ticks = new PeriodicTimer(Step);
        while (ProcessTable.Marked(mark).Count > 0 && waiting.Elapsed < EndBudget)
        {
            await ticks.WaitForNextTickAsync();
        }

        return ProcessTable.Marked(mark);
    }
}
