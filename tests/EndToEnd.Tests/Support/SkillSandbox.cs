using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>
/// A skill folder and a runtime directory of one test's own. On disposal everything that the skill started must be gone,
/// or the test fails.
/// </summary>
internal sealed class SkillSandbox : IAsyncDisposable
{
    private const string MarkVariable = "SKILL_SANDBOX";
    private const string RuntimeDirectoryVariable = "MCP_SKILL_RUNTIME_DIR";

    private readonly string _root;
    private readonly string _mark;
    private readonly Dictionary<string, string?> _variables;

    private SkillSandbox(string root, string name)
    {
        _root = root;
        _mark = $"{MarkVariable}={Path.GetFileName(root)}";
        Folder = Path.Combine(root, name);
        Executor = Path.Combine(Folder, "scripts", OperatingSystem.IsWindows() ? name + ".exe" : name);
        _variables = new Dictionary<string, string?>
        {
            [RuntimeDirectoryVariable] = RuntimeFolder,
            [MarkVariable] = Path.GetFileName(root),
        };
    }

    /// <summary>The skill's folder.</summary>
    public string Folder { get; }

    /// <summary>The executor.</summary>
    public string Executor { get; }

    /// <summary>The executor and the host in the user's store, as the launcher noted them at the first call.</summary>
    public IReadOnlyList<string> Programs => File.ReadAllLines(NoteFile);

    /// <summary>Where the launcher noted them.</summary>
    public string NoteFile
    {
        get
        {
            var store = _variables.GetValueOrDefault("MCP_SKILL_STORE_DIR") ?? Environment.GetEnvironmentVariable("MCP_SKILL_STORE_DIR");
            var name = Path.GetFileName(Folder);
            var key = File.ReadAllText(Path.Combine(Folder, "scripts", $"{name}.key")).Trim();
            return $"{store}/skills{Folder}/{name}.{key}";
        }
    }

    /// <summary>What holds all that this sandbox has: the skill, the runtime directory, the scratch folder.</summary>
    public string Root => _root;

    /// <summary>What every call of this sandbox finds in its environment.</summary>
    public IReadOnlyDictionary<string, string?> Variables => _variables;

    /// <summary>A scratch folder for the test, removed with the sandbox.</summary>
    public string Scratch => Directory.CreateDirectory(Path.Combine(_root, "scratch")).FullName;

    /// <summary>The runtime directory of this sandbox's calls.</summary>
    public string RuntimeFolder => Path.Combine(_root, "run");

    /// <summary>The instance's folder in it; there once a host was started.</summary>
    public string InstanceFolder => Assert.Single(Directory.GetDirectories(RuntimeFolder));

    /// <summary>Written by the fault server: a line for each launch and each effect.</summary>
    public string Journal => Path.Combine(_root, "journal");

    /// <summary>Copies a scaffolded skill and lets the test change its config.</summary>
    public static SkillSandbox Copy(string skillFolder, Action<JsonObject>? configure)
    {
        var root = Directory.CreateTempSubdirectory("sb-").FullName;
        var sandbox = new SkillSandbox(root, Path.GetFileName(skillFolder));
        CopyFolder(skillFolder, sandbox.Folder);
        sandbox.Configure(config =>
        {
            // The mark finds the server and all it starts; the journal is the fault server's.
            var env = config["env"] as JsonObject ?? [];
            config["env"] = env;
            env[MarkVariable] = Path.GetFileName(root);
            env["FAULT_JOURNAL"] = sandbox.Journal;
            configure?.Invoke(config);
        });
        return sandbox;
    }

    /// <summary>Changes the skill's config, as a person would between two calls.</summary>
    public void Configure(Action<JsonObject> configure)
    {
        var file = Path.Combine(Folder, "mcp-config.json");
        var config = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        configure(config);
        File.WriteAllText(file, config.ToJsonString());
    }

    /// <summary>Adds a variable to the environment of later calls.</summary>
    public void SetVariable(string name, string? value) => _variables[name] = value;

    /// <summary>Lets builds that this sandbox runs find the package that the skill was made with.</summary>
    /// <returns>The package's version.</returns>
    public string OfferPackage()
    {
        SetVariable("RestoreAdditionalProjectSources", Path.Combine(Environment.GetEnvironmentVariable("MCP_SKILL_STORE_DIR")!, "feed"));
        var project = File.ReadAllText(Path.Combine(Folder, "executor", $"{Path.GetFileName(Folder)}.csproj"));
        return project.Split("Include=\"McpSkillGen\" Version=\"")[1].Split('"')[0];
    }

    /// <summary>Runs the executor as an agent would: from a folder that is not its own.</summary>
    public Task<Ran> RunAsync(params string[] arguments) => Ran.ProgramAsync(Executor, arguments, variables: _variables);

    /// <summary>Runs mcpgen, which sees the hosts of this sandbox only.</summary>
    public Task<Ran> McpgenAsync(params string[] arguments) => Ran.ProgramAsync(Built.Mcpgen, arguments, variables: _variables);

    /// <summary>Lets this sandbox's hosts live beside another one's, as two skills of one user do.</summary>
    public void ShareRuntimeDirectoryOf(SkillSandbox other) => SetVariable(RuntimeDirectoryVariable, other._variables[RuntimeDirectoryVariable]);

    /// <summary>Runs a shell command line in which <c>$SKILL</c> is the executor.</summary>
    public Task<Ran> ShellAsync(string commandLine) => ProgramAsync("/bin/sh", "-c", commandLine);

    /// <summary>Runs another program among the variables of this sandbox, <c>$SKILL</c> included.</summary>
    public Task<Ran> ProgramAsync(string program, params string[] arguments) =>
        Ran.ProgramAsync(program, arguments, variables: new Dictionary<string, string?>(_variables) { ["SKILL"] = Executor });

    /// <summary>Runs a program in a folder, among the variables of this sandbox and with a home folder that is the test's own.</summary>
    public Task<Ran> ProgramInAsync(string folder, string program, params string[] arguments) =>
        Ran.ProgramAsync(
            program,
            arguments,
            folder,
            new Dictionary<string, string?>(_variables) { ["HOME"] = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName });

    /// <summary>Starts the executor, or another program, and leaves it running: for tests that interrupt it.</summary>
    public System.Diagnostics.Process Start(string? program = null, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(program ?? Executor, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["SKILL"] = Executor;
        foreach (var (name, value) in _variables)
        {
            start.Environment[name] = value;
        }

        return System.Diagnostics.Process.Start(start)!;
    }

    /// <summary>What the host says of itself; null where none runs.</summary>
    public async Task<JsonObject?> StatusAsync()
    {
        var status = JsonNode.Parse((await RunAsync("status", "--json")).Expect(0).Output)!.AsObject();
        return (string?)status["state"] == "absent" ? null : status;
    }

    /// <summary>The living processes that this sandbox's calls have started.</summary>
    public IReadOnlyList<int> LivingProcesses() => ProcessTable.Marked(_mark);

    /// <summary>The hosts among them, and those that are about to become one.</summary>
    public IReadOnlyList<int> Hosts() => [.. LivingProcesses().Where(static id => ProcessTable.Describe(id).Contains(" serve ", StringComparison.Ordinal))];

    /// <summary>The lines of the fault server's journal that begin with a word.</summary>
    public IReadOnlyList<string> JournalLines(string word) =>
        File.Exists(Journal) ? [.. File.ReadAllLines(Journal).Where(line => line.Split(' ')[0] == word)] : [];

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        var leaked = new List<string>();
        try
        {
            await Eventually.TrueAsync(() => LivingProcesses().Count == 0, "everything the skill started has ended");
        }
        finally
        {
            foreach (var id in LivingProcesses())
            {
                leaked.Add(ProcessTable.Describe(id));
                ProcessTable.Kill(id);
            }

            Directory.Delete(_root, recursive: true);
        }

        Assert.Empty(leaked);
    }

    // By another process, where there is one for it: a program that this one starts meanwhile would hold the files open for writing, and a
    // file that is open for writing cannot be executed.
    private static void CopyFolder(string from, string to)
    {
        if (!OperatingSystem.IsWindows())
        {
            using var copying = System.Diagnostics.Process.Start("cp", ["-r", from, to]);
            copying.WaitForExit();
            Assert.Equal(0, copying.ExitCode);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
