using System.Text;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Compatibility.Tests.Support;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All, MaxThreads = BuiltSkill.TrialsAtOnce)]
[assembly: AssemblyFixture(typeof(BuiltSkill))]

namespace Compatibility.Tests.Support;

/// <summary>
/// A skill as a user has it, made once by <c>mcpgen</c>: its executor and host are native programs, which start in a tenth of the time that
/// dotnet takes. Each trial puts another server behind it.
/// </summary>
public sealed class BuiltSkill : IAsyncLifetime
{
    /// <summary>Many modes wait for a time limit, and nothing else.</summary>
    public const int TrialsAtOnce = 6;

    private readonly string _root = Directory.CreateTempSubdirectory("compat-").FullName;

    private string[] _programs = [];

    private string Store => Path.Combine(_root, "store");

    /// <summary>The executor's command line in a skill's folder, as the launcher starts it.</summary>
    internal string[] Executor(string folder) => [.. Started(_programs[0]), "--in-skill", folder, _programs[1]];

    /// <summary>The host's command line.</summary>
    internal string[] Host => Started(_programs[1]);

    public async ValueTask InitializeAsync()
    {
        var config = Path.Combine(_root, "config.json");
        var server = new JsonObject { ["name"] = "compat", ["command"] = Repository.Metadata("ScriptedServer"), ["args"] = new JsonArray("{}") };
        await File.WriteAllTextAsync(config, server.ToJsonString());
        var made = await Cli.Wrap(Repository.Metadata("Mcpgen"))
            .WithArguments(["scaffold", config, "-o", _root])
            .WithEnvironmentVariables(variables => variables.Set("MCP_SKILL_STORE_DIR", Store))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8);
        Assert.True(made.ExitCode == 0, made.StandardOutput + made.StandardError);

        // What the launcher noted: the executor and the host.
        _programs = await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(Path.Combine(Store, "skills"), "compat.*", SearchOption.AllDirectories)));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    // Where there is no C linker they are no programs of their own.
    private static string[] Started(string program) => program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];
}
