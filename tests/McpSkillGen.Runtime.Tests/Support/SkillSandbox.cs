using System.Net.Sockets;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Runtime.Tests.Support;

/// <summary>A skill's folder and a runtime directory of one test's own; the host in it is a shell script.</summary>
internal sealed class SkillSandbox : IDisposable
{
    public const string Name = "sample";

    private readonly TemporaryFolder _folder = new();
    private readonly List<FakeHost> _hosts = [];

    public SkillSandbox(string config = """{ "command": "server" }""")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for the host is a shell script.");
        Folder = new SkillFolder(_folder["skill"]);
        Variables[UserDirectory.Runtime.OverrideVariable] = _folder["run"];
        WriteConfig(config);
        UserDirectory.Runtime.Prepare(_folder["run"], Environment.Instance.Folder);
    }

    public SkillFolder Folder { get; }

    public Variables Variables { get; } = [];

    public RecordingObserver Observer { get; } = new();

    public string RuntimeFolder => _folder["run"];

    public SkillEnvironment Environment => SkillEnvironment.Read(Folder, Name, Variables.Look);

    public SkillCaller Caller => new(Folder, Name, Observer, Variables.Look);

    /// <summary>The command lines that the host script was started with.</summary>
    public string[] Starts => File.Exists(_folder["starts"]) ? File.ReadAllLines(_folder["starts"]) : [];

    public string this[string relative] => _folder[relative];

    public CallOutcome Call(CallRequest request) => Caller.Call(request, TestContext.Current.CancellationToken);

    /// <summary>A caller that gives a host this long for its first word.</summary>
    public SkillCaller CallerWith(TimeSpan patience) => new(Folder, Name, Observer, Variables.Look) { WelcomePatience = patience };

    public void WriteConfig(string text) => _folder.Write("skill/mcp-config.json", text);

    /// <summary>Puts a script in the host's place. It notes each start, and then does <paramref name="script"/>.</summary>
    public void InstallHost(string script)
    {
        var file = _folder.Write("skill/scripts/mcp-skill-host", $"#!/bin/sh\necho \"$@\" >> '{_folder["starts"]}'\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A host that listens already.</summary>
    public FakeHost Listen(params Action<FakeHost.Conversation>[] turns) => Listen(Environment.Instance.Socket, turns);

    /// <summary>A host that listens as soon as the host script is run.</summary>
    public FakeHost ListenOnceStarted(params Action<FakeHost.Conversation>[] turns)
    {
        InstallHost($"mv '{_folder["waiting"]}' '{Environment.Instance.Socket}'\necho READY");
        return Listen(_folder["waiting"], turns);
    }

    public void Dispose()
    {
        _hosts.ForEach(static host => host.Dispose());
        _folder.Dispose();
    }

    private FakeHost Listen(string path, Action<FakeHost.Conversation>[] turns)
    {
        var host = new FakeHost(new UnixDomainSocketEndPoint(path), turns);
        _hosts.Add(host);
        return host;
    }
}
