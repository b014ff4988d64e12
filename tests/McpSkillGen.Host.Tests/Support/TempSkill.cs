using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Host.Tests.Support;

/// <summary>A skill's folder and a runtime directory that belong to one test, with the fault server behind it.</summary>
internal sealed class TempSkill : IDisposable
{
    // Below /tmp itself: a Unix socket's path holds 107 bytes.
    private readonly string _root = Directory.CreateTempSubdirectory("msg").FullName;

    private readonly List<int> _hostIds = [];

    public TempSkill(params string[] modes)
    {
        Folder = new SkillFolder(Path.Combine(_root, "skill"));
        Directory.CreateDirectory(Folder.Root);
        Config = new JsonObject
        {
            ["command"] = Programs.FaultServer,
            ["args"] = new JsonArray([.. modes.Select(static mode => JsonValue.Create(mode))]),
            ["env"] = new JsonObject { ["FAULT_JOURNAL"] = Journal },
        };
        WriteConfig();
    }

    /// <summary>A skill whose server is reached over HTTP.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="transport">Null to leave it out.</param>
    public static TempSkill Remote(string url, string? transport = null)
    {
        var skill = new TempSkill();
        foreach (var key in new[] { "command", "args", "env" })
        {
            skill.Config.Remove(key);
        }

        skill.Config["url"] = url;
        if (transport is not null)
        {
            skill.Config["transport"] = transport;
        }

        skill.WriteConfig();
        return skill;
    }

    public SkillFolder Folder { get; }

    /// <summary>Variables of whoever starts the host, and of its callers.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public JsonObject Config { get; }

    public string RuntimeDirectory => Path.Combine(_root, "run");

    public string Journal => Path.Combine(_root, "journal");

    /// <summary>The project that the caller stands in, where that makes an instance of its own.</summary>
    public string? Workspace { get; set; }

    public InstancePaths Instance => InstancePaths.For(RuntimeDirectory, Folder, Workspace);

    /// <summary>Makes a folder beside the skill's.</summary>
    public string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    public string Fingerprint => Runtime.Identity.Fingerprint.Of(
        Folder, "", File.ReadAllBytes(Folder.ConfigFile), [], name => Variables.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name));

    public TempSkill With(string key, JsonNode value)
    {
        Config[key] = value;
        WriteConfig();
        return this;
    }

    public void WriteConfig() => File.WriteAllText(Folder.ConfigFile, Config.ToJsonString(), new UTF8Encoding(false));

    /// <summary>The journal's entries of one kind: what follows the word.</summary>
    public IReadOnlyList<string> Journalled(string word) =>
        File.Exists(Journal)
            ? [.. File.ReadAllLines(Journal).Where(line => line.Split(' ')[0] == word).Select(line => line[word.Length..].Trim())]
            : [];

    public IReadOnlyList<int> ServerIds => [.. Journalled("launch").Concat(Journalled("grandchild")).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    /// <summary>The arguments of a call to <c>until</c> that ends when the test says so.</summary>
    public string UntilReleased => $$"""{"path":"{{Path.Combine(_root, "released")}}"}""";

    public void Release() => File.WriteAllText(Path.Combine(_root, "released"), "");

    public string HostLog => File.Exists(Instance.Log) ? File.ReadAllText(Instance.Log) : "";

    /// <summary>Remembers a host, to be ended with the skill at the latest.</summary>
    public void Track(int hostId) => _hostIds.Add(hostId);

    public void Dispose()
    {
        // A test that failed half-way must not leave its host to the machine.
        foreach (var id in _hostIds.Where(IsStillOurs))
        {
            using var host = System.Diagnostics.Process.GetProcessById(id);
            host.Kill();
            host.WaitForExit();
        }

        // What is left of servers then is a leak, and told.
        foreach (var id in ServerIds)
        {
            Eventually.Gone(id);
        }

        // A host that was killed has a guard, which may tidy up at the same moment.
        Eventually.True(IsDeleted, $"'{_root}' is deleted");

        bool IsDeleted()
        {
            try
            {
                Directory.Delete(_root, recursive: true);
            }
            catch (IOException)
            {
            }

            return !Directory.Exists(_root);
        }
    }

    private bool IsStillOurs(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Contains(_root, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
