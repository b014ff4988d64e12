using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

[assembly: AssemblyFixture(typeof(SkillLibrary))]

namespace EndToEnd.Tests.Support;

/// <summary>
/// The skills under test, each scaffolded once per run by the real <c>mcpgen</c>, native publish included. Tests work on
/// copies: see <see cref="SkillSandbox"/>.
/// </summary>
public sealed class SkillLibrary : IDisposable
{
    // A platform, such as linux-arm64: executors and hosts are compiled for it and run by the emulator that the system has for it.
    private const string OtherPlatform = "MCP_SKILL_TEST_RID";

    private readonly string _root = Directory.CreateTempSubdirectory("mcp-skill-library-").FullName;
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _skills = new();

    // A native publish keeps a core and a gigabyte busy.
    private readonly SemaphoreSlim _publishing = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Every program of this run keeps executors, hosts and packages here, and not in the store of whoever runs the tests.</summary>
    public SkillLibrary() => Environment.SetEnvironmentVariable("MCP_SKILL_STORE_DIR", Path.Combine(_root, "store"));

    /// <summary>A copy of the skill for the fault server, which does what its config's arguments say.</summary>
    internal async Task<SkillSandbox> OpenFaultAsync(Action<JsonObject>? configure = null) =>
        SkillSandbox.Copy(await ScaffoldAsync("fault", Config(Built.FaultServer)), configure);

    /// <summary>A copy of the skill for mcpgen's own sample server.</summary>
    internal async Task<SkillSandbox> OpenSampleAsync() =>
        SkillSandbox.Copy(await ScaffoldAsync("notes-sample", Config(Built.Mcpgen, "sample-server")), configure: null);

    /// <summary>A copy of the skill for server-everything.</summary>
    internal async Task<SkillSandbox> OpenEverythingAsync(Action<JsonObject>? configure = null) =>
        SkillSandbox.Copy(await ScaffoldAsync("everything", await NodeConfigAsync("server-everything", "stdio")), configure);

    /// <summary>A copy of the skill for server-memory, with a memory file of its own.</summary>
    internal async Task<SkillSandbox> OpenMemoryAsync() =>
        SkillSandbox.Copy(
            await ScaffoldAsync("memory", await NodeConfigAsync("server-memory")),
            config => config["env"]!["MEMORY_FILE_PATH"] = Path.Combine(Directory.CreateTempSubdirectory("memory-").FullName, "memory.jsonl"));

    /// <summary>A copy of the skill for server-filesystem.</summary>
    /// <param name="folder">The folder that the server may touch.</param>
    internal async Task<SkillSandbox> OpenFilesystemAsync(string folder) =>
        SkillSandbox.Copy(
            await ScaffoldAsync("filesystem", await NodeConfigAsync("server-filesystem", _root)),
            config => config["args"]!.AsArray()[1] = folder);

    public void Dispose()
    {
        _publishing.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static JsonObject Config(string command, params string[] arguments) =>
        new() { ["command"] = command, ["args"] = new JsonArray([.. arguments.Select(static argument => JsonValue.Create(argument))]) };

    private static async Task<JsonObject> NodeConfigAsync(string package, params string[] arguments) =>
        Config("node", [await NodeServers.ScriptAsync(package), .. arguments]);

    private Task<string> ScaffoldAsync(string name, JsonObject config) =>
        _skills.GetOrAdd(name, _ => new Lazy<Task<string>>(() => ScaffoldOnceAsync(name, config))).Value;

    private async Task<string> ScaffoldOnceAsync(string name, JsonObject config)
    {
        await _publishing.WaitAsync();
        try
        {
            var file = Path.Combine(_root, $"{name}.json");
            config["name"] = name;
            await File.WriteAllTextAsync(file, config.ToJsonString());
            (await Ran.ProgramAsync(Built.Mcpgen, ["scaffold", file, "-o", Path.Combine(_root, "skills")])).Expect(0);
            var skill = Path.Combine(_root, "skills", name);
            if (Environment.GetEnvironmentVariable(OtherPlatform) is { Length: > 0 } rid)
            {
                await CarryAsync(skill, rid);
            }

            return skill;
        }
        finally
        {
            _publishing.Release();
        }
    }

    // Launchers take what a skill carries before what the store has, if it is named for this machine.
    private static async Task CarryAsync(string skill, string rid)
    {
        (await Ran.ProgramAsync(Built.Mcpgen, ["pack", skill, "--rids", rid])).Expect(0);
        foreach (var folder in Directory.GetDirectories(Path.Combine(skill, "prebuilt"), $"*-{rid}*", SearchOption.AllDirectories))
        {
            Directory.Move(folder, folder.Replace($"-{rid}", $"-{RuntimeInformation.RuntimeIdentifier}", StringComparison.Ordinal));
        }
    }
}
