using CliWrap;
using CliWrap.Buffered;

namespace Benchmarks;

/// <summary>The folder that benchmarks work in, and the programs that they run there, untimed.</summary>
internal sealed class Work
{
    private const string StoreVariable = "MCP_SKILL_STORE_DIR";

    public Work(string repository, string mcpgen)
    {
        (Repository, Mcpgen) = (repository, mcpgen);
        Folder = Path.Combine(repository, "artifacts", "benchmarks");
        Directory.CreateDirectory(Folder);

        // Some peers get a home folder of their own; the skills stay in this user's store.
        Environment.SetEnvironmentVariable(StoreVariable, Store);
    }

    public string Repository { get; }

    /// <summary>Below the build's output: nothing of it is committed.</summary>
    public string Folder { get; }

    public string Mcpgen { get; }

    public string Benchmarks => Path.Combine(Repository, "tests", "Benchmarks");

    /// <summary>Publishes the hello world that everything is compared with.</summary>
    public async Task<string> HelloWorldAsync()
    {
        var folder = Path.Combine(Folder, "hello");
        await RunAsync("dotnet", "publish", Path.Combine(Benchmarks, "HelloWorld"), "-o", folder, "-v", "quiet");
        return Path.Combine(folder, "HelloWorld");
    }

    /// <summary>Compiles the C program that makes one round trip; null where there is no compiler.</summary>
    public Task<string?> RoundTripAsync() => CompileAsync("RoundTrip");

    /// <summary>The most memory that a program has resident while it runs, in bytes; null where there is no compiler to find out.</summary>
    public async Task<long?> PeakBytesAsync(params string[] commandLine) =>
        await CompileAsync("PeakMemory") is { } program
            ? long.Parse(await ReadAsync(program, commandLine), System.Globalization.CultureInfo.InvariantCulture)
            : null;

    private async Task<string?> CompileAsync(string name)
    {
        var program = Path.Combine(Folder, name);
        try
        {
            await RunAsync("cc", "-O2", "-o", program, Path.Combine(Benchmarks, $"{name}.c"));
            return program;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Scaffolds the skill of a server.</summary>
    /// <param name="name">The skill's.</param>
    /// <param name="command">What starts the server, and its arguments.</param>
    public async Task<Skill> ScaffoldAsync(string name, params string[] command)
    {
        await RunAsync(Mcpgen, ["scaffold", "--name", name, "-o", Path.Combine(Folder, "skills"), "--", .. command]);
        return new Skill(Path.Combine(Folder, "skills", name));
    }

    /// <summary>The user's store, where the programs of skills are.</summary>
    public static string Store { get; } = Environment.GetEnvironmentVariable(StoreVariable)
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "mcp-skill");

    public static async Task RunAsync(string program, params string[] arguments) =>
        await Cli.Wrap(program).WithArguments(arguments)
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Console.Error.WriteLine)).ExecuteAsync();

    public static async Task<string> ReadAsync(string program, params string[] arguments) =>
        (await Cli.Wrap(program).WithArguments(arguments).ExecuteBufferedAsync()).StandardOutput;
}

/// <summary>A scaffolded skill.</summary>
/// <param name="Folder">Named like the skill.</param>
internal sealed record Skill(string Folder)
{
    public string Name => Path.GetFileName(Folder);

    public string Executor => Path.Combine(Folder, "scripts", Name);

    /// <summary>The executor in the user's store, which the launcher becomes.</summary>
    public string Program => Noted(0);

    public string Host => Noted(1);

    /// <summary>What the launcher passes to the executor before the caller's words.</summary>
    public IReadOnlyList<string> LauncherWords => ["--in-skill", Folder, Host];

    /// <summary>A skill of the same executor and host, in another folder: an instance of its own.</summary>
    public Skill CopyTo(string folder)
    {
        var copy = new Skill(Path.Combine(folder, Name));
        Directory.CreateDirectory(Path.Combine(copy.Folder, "scripts"));
        foreach (var file in new[] { "mcp-config.json", "mcp-catalog.json", Path.Combine("scripts", Name), Path.Combine("scripts", $"{Name}.key") })
        {
            File.Copy(Path.Combine(Folder, file), Path.Combine(copy.Folder, file), overwrite: true);
        }

        return copy;
    }

    // As the launcher notes it at the first call.
    private string Noted(int line)
    {
        var key = File.ReadAllText(Path.Combine(Folder, "scripts", $"{Name}.key")).Trim();
        return File.ReadAllLines($"{Work.Store}/skills{Folder}/{Name}.{key}")[line];
    }
}
