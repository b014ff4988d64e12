using System.Text.Json.Nodes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Tests.Rules;

/// <summary>A skill with rules, a catalog and a state directory of its own. The tool <c>mark</c> proves that a call has reached the server.</summary>
internal sealed class RuledSkill : IDisposable
{
    private readonly Lazy<TestHost> _host;

    public RuledSkill(string? rules = null)
    {
        Skill = new TempSkill();
        Skill.Variables["MCP_SKILL_STATE_DIR"] = StateFolder;
        if (rules is not null)
        {
            With("rules", rules);
        }

        _host = new Lazy<TestHost>(() => TestHost.StartReady(Skill));
    }

    public TempSkill Skill { get; }

    public TestHost Host => _host.Value;

    public string StateFolder => Path.Combine(Skill.MakeFolder("own"), "state");

    public IReadOnlyList<string> Marks => Skill.Journalled("mark");

    public RuledSkill With(string key, string json)
    {
        Skill.With(key, JsonNode.Parse(json)!);
        return this;
    }

    /// <summary>Writes the catalog that the server has, changed.</summary>
    public RuledSkill Committed(Action<JsonObject> change, string tool = "mark")
    {
        var catalog = JsonNode.Parse(TestHost.Introspect(Skill).Output)!;
        change(catalog["tools"]!.AsArray().Single(one => (string?)one!["name"] == tool)!.AsObject());
        File.WriteAllText(Skill.Folder.CatalogFile, catalog.ToJsonString());
        return this;
    }

    public TestClient Connect() => Host.ConnectAndGreet();

    /// <summary>Makes a call that is refused, on a connection of its own.</summary>
    public string Refused(string tool, string arguments)
    {
        using var client = Connect();
        client.Call(1, tool, arguments);
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.NotAllowed, failure.ExitCode);
        return failure.Message;
    }

    /// <summary>Makes a call that is let through.</summary>
    public string Admitted(string tool, string arguments)
    {
        using var client = Connect();
        return client.CallForText(tool, arguments);
    }

    /// <summary>The id in the command that agrees to a call.</summary>
    public static string IdIn(string refusal) => refusal.Split(" approve ")[1].Split('\n')[0];

    /// <summary>Runs a role of the host program to its end, without a terminal.</summary>
    public (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        using var role = TestHost.Launch(Skill, [arguments[0], "--skill", Skill.Folder.Root, .. arguments[1..]]);
        role.StandardInput.Close();
        var errors = role.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = role.StandardOutput.ReadToEnd();
        role.WaitForExit();
        return (role.ExitCode, output, errors.Result);
    }

    public (int ExitCode, string Output, string Errors) Approve(string id, params string[] more) => Run(["approve", "--program", "x", "--id", id, .. more]);

    public void Dispose()
    {
        if (_host.IsValueCreated)
        {
            Host.Dispose();
        }

        Skill.Dispose();
    }
}
