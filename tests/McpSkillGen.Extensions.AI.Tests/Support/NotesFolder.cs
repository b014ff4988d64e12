using System.Text.Json.Nodes;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;
using Skills;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace McpSkillGen.Extensions.AI.Tests.Support;

/// <summary>A skill of the sample server with a host of its own. Both have ended when it is disposed.</summary>
internal sealed class NotesFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NotesFolder()
    {
        // The host and its server get these too.
        Environment.SetEnvironmentVariable("MCP_SKILL_RUNTIME_DIR", _folder["run"]);
        Environment.SetEnvironmentVariable("MCP_SKILL_STORE_DIR", _folder["store"]);
        Configure(static _ => { });
        Directory.CreateDirectory(_folder["scripts"]);
        File.CreateSymbolicLink(_folder["scripts/mcp-skill-host"], Repository.Metadata("HostProgram"));
    }

    public string Path => _folder.Path;

    public SkillClientOptions Options => new() { SkillFolder = Path };

    public NotesSkill Connect() => NotesSkill.Connect(Options);

    /// <summary>Changes the config, as a person would between two calls.</summary>
    public void Configure(Action<JsonObject> configure)
    {
        var config = new JsonObject { ["command"] = Repository.Metadata("Mcpgen"), ["args"] = new JsonArray("sample-server") };
        configure(config);
        _folder.Write("mcp-config.json", config.ToJsonString());
    }

    /// <summary>What the host says of itself; null where none runs.</summary>
    public JsonObject? Status() => HostInquiry.Ask(Skill.RuntimeDirectory, Skill.Instance, HostInquiry.Status, HostInquiry.Patience)
        is HostReply.Answered { Root: var root } ? JsonObject.Create(root) : null;

    public void Dispose()
    {
        HostInquiry.Ask(Skill.RuntimeDirectory, Skill.Instance, HostInquiry.Stop, HostInquiry.Patience);
        Eventually.True(() => InstanceHolder.Of(Skill.Instance) is null, "the host has ended");
        _folder.Dispose();
    }

    private SkillEnvironment Skill => SkillEnvironment.Read(SkillFolder.At(Path), "notes", Environment.GetEnvironmentVariable);
}
