using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace McpSkillGen.Host.Tests.Support;

/// <summary>A real host process over a skill's socket.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly Process _process;
    private readonly TempSkill _skill;

    private TestHost(TempSkill skill, Process process)
    {
        (_skill, _process) = (skill, process);
        Id = process.Id;
    }

    public int Id { get; }

    /// <summary>The one line that the host says when it starts.</summary>
    public string? FirstLine { get; private init; }

    public bool HasExited => _process.HasExited;

    public static TestHost Start(TempSkill skill, params string[] more)
    {
        var process = Launch(skill, ["serve", "--skill", skill.Folder.Root, .. more]);
        process.StandardInput.Close();
        return new TestHost(skill, process) { FirstLine = process.StandardOutput.ReadLine() };
    }

    public static TestHost StartReady(TempSkill skill)
    {
        var host = Start(skill);
        Assert.Equal("READY", host.FirstLine);
        return host;
    }

    public static Process Launch(TempSkill skill, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Programs.Host, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MCP_SKILL_RUNTIME_DIR"] = skill.RuntimeDirectory;
        foreach (var (name, value) in skill.Variables.Select(static pair => (pair.Key, pair.Value)).Concat(variables))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        skill.Track(process.Id);
        return process;
    }

    /// <summary>Runs the role <c>introspect</c> to its end.</summary>
    public static (int ExitCode, string Output, string Errors) Introspect(TempSkill skill, params (string Name, string Value)[] variables)
    {
        using var host = Launch(skill, ["introspect", "--config", skill.Folder.ConfigFile], variables);
        var errors = new StringBuilder();
        host.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        host.BeginErrorReadLine();
        var output = host.StandardOutput.ReadToEnd();
        host.WaitForExit();
        return (host.ExitCode, output, errors.ToString());
    }

    public TestClient Connect() => TestClient.Connect(_skill);

    public TestClient ConnectAndGreet()
    {
        var client = Connect();
        client.Hello(_skill.Fingerprint);
        client.Expect(Runtime.Wire.FrameKind.Welcome);
        return client;
    }

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Eventually.Deadline), "The host has not exited.\n" + _skill.HostLog);
        return _process.ExitCode;
    }

    public void Signal(string signal) => ProcessTable.Signal(Id, signal);

    public bool IsListening()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(_skill.Instance.Socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
