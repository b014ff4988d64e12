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

    public SkillFolder Folder { get; }

    public JsonObject Config { get; }

    public string RuntimeDirectory => Path.Combine(_root, "run");

    public string Journal => Path.Combine(_root, "journal");

    public InstancePaths Instance => InstancePaths.For(RuntimeDirectory, Folder);

    public string Fingerprint => Runtime.Identity.Fingerprint.Of(
        Folder, "", File.ReadAllBytes(Folder.ConfigFile), [], Environment.GetEnvironmentVariable);

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

    public string HostLog => File.Exists(Instance.Log) ? File.ReadAllText(Instance.Log) : "";

    public void Dispose()
    {
        // Hosts are ended by their own owners; what is left of servers then is a leak, and told.
        foreach (var id in ServerIds)
        {
            Eventually.Gone(id);
        }

        Directory.Delete(_root, recursive: true);
    }
}
