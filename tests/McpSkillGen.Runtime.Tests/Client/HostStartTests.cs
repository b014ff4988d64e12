using System.Buffers;
using System.Text;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Tests.Support;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Client;

/// <summary>How a host comes to be where none listens; the host is a shell script.</summary>
[Collection(nameof(StartsProcesses))]
public sealed class HostStartTests : IDisposable
{
    private static readonly CallRequest Request = new("tools/call", "{}"u8.ToArray());

    private readonly SkillSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void The_first_call_starts_a_host_and_the_second_finds_it()
    {
        var host = _sandbox.ListenOnceStarted(FakeHost.Answers("1"));

        Answered(_sandbox.Call(Request));
        Answered(_sandbox.Call(Request));

        Assert.Equal($"serve --skill {_sandbox.Folder.Root} --executor {_sandbox.Folder.ScriptsFolder}/sample", Assert.Single(_sandbox.Starts));
        Assert.Equal(2, host.Conversations.Count);
    }

    [Fact]
    public void A_socket_that_a_killed_host_left_is_no_host()
    {
        _sandbox.Listen(FakeHost.Answers("1")).Dispose();
        File.WriteAllText(_sandbox.Environment.Instance.Socket, "");
        _sandbox.ListenOnceStarted(FakeHost.Answers("1"));

        Answered(_sandbox.Call(Request));
    }

    [Fact]
    public async Task Callers_that_arrive_together_start_one_host()
    {
        var host = _sandbox.ListenOnceStarted(FakeHost.Answers("1"));
        using var together = new Barrier(8);
        var calls = Enumerable.Range(0, together.ParticipantCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                return _sandbox.Call(Request);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));

        Assert.All(await Task.WhenAll(calls), Answered);

        Assert.Single(_sandbox.Starts);
        Assert.InRange(host.Conversations.Count, 8, 16);
    }

    [Fact]
    public void A_workspace_is_passed_on_and_has_an_instance_of_its_own()
    {
        var shared = _sandbox.Environment.Instance;
        _sandbox.WriteConfig("""{ "command": "server", "scope": "workspace" }""");
        _sandbox.InstallHost("""echo 'FAILED {"exitCode":4,"message":"seen"}'""");

        Refused(ExitCode.Unreachable);

        Assert.EndsWith($"--workspace {_sandbox.Environment.Workspace}", Assert.Single(_sandbox.Starts), StringComparison.Ordinal);
        Assert.NotEqual(shared, _sandbox.Environment.Instance);
    }

    [Fact]
    public void A_host_that_cannot_start_says_why_with_its_exit_code()
    {
        _sandbox.InstallHost("""echo 'FAILED {"exitCode":3,"message":"No such command: sörver"}'; exit 3""");

        Assert.Equal("No such command: sörver", Refused(ExitCode.WrongEnvironment));
    }

    [Fact]
    public void A_reason_that_cannot_be_read_is_told_as_it_is()
    {
        _sandbox.InstallHost("echo 'FAILED out of luck'");

        Assert.Equal("The host could not start: out of luck", Refused(ExitCode.Unreachable));
    }

    [Fact]
    public void A_host_that_dies_without_a_word_is_told_with_its_exit_code_its_last_words_and_its_log()
    {
        _sandbox.InstallHost("echo 'Segmentation fault' >&2; exit 7");

        Assert.Equal(
            $"The host ended without an explanation (exit code 7). Its log is {_sandbox.Environment.Instance.Log}.\nSegmentation fault",
            Refused(ExitCode.Unreachable));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public void A_host_that_is_killed_before_it_is_ready_is_followed_by_another(string signal)
    {
        _sandbox.ListenOnceStarted(FakeHost.Answers("1"));
        var first = _sandbox["first"];
        File.WriteAllText(first, "");
        _sandbox.InstallHost($"if rm '{first}' 2> /dev/null; then kill -{signal} $$; fi\nmv '{_sandbox["waiting"]}' '{_sandbox.Environment.Instance.Socket}'\necho READY");

        Answered(_sandbox.Call(Request));

        Assert.Equal(2, _sandbox.Starts.Length);
    }

    [Fact]
    public void Hosts_that_are_killed_again_and_again_are_given_up()
    {
        _sandbox.InstallHost("kill -KILL $$");

        var failed = Assert.IsType<CallOutcome.Failed>(_sandbox.Call(Request));

        Assert.Equal(ExitCode.Unreachable, failed.ExitCode);
        Assert.StartsWith("10 times in a row the host ended before it accepted the call. The tool did not run.", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_has_nowhere_to_listen_is_had_as_a_child_and_the_caller_is_told()
    {
        InstallChild();
        _sandbox.InstallHost("case \"$*\" in *--stdio) cat '" + _sandbox["words"] + "'; cat > /dev/null;; *) echo 'NOSOCKET {\"exitCode\":3,\"message\":\"The disk is full.\"}';; esac");

        Answered(_sandbox.Call(Request));

        Assert.Equal("note The disk is full. The server was started for this call only.", Assert.Single(_sandbox.Observer.Heard));
        Assert.Equal(2, _sandbox.Starts.Length);
    }

    [Fact]
    public void Hosts_that_are_ready_and_gone_again_are_given_up_after_a_few()
    {
        _sandbox.InstallHost("echo READY");

        var failed = Assert.IsType<CallOutcome.Failed>(_sandbox.Call(Request));

        Assert.Equal(ExitCode.Unreachable, failed.ExitCode);
        Assert.StartsWith("10 times in a row the host ended before it accepted the call. The tool did not run.", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "command": "server" }""")]
    [InlineData("""{ "command": "server", "keep_alive": false }""")]
    public void A_host_that_is_missing_is_told_with_the_way_to_get_it(string config)
    {
        _sandbox.WriteConfig(config);

        var message = Refused(ExitCode.WrongEnvironment);

        Assert.StartsWith($"The host '{_sandbox.Folder.HostFile}' could not be started: ", message, StringComparison.Ordinal);
        Assert.EndsWith($"Restore it: mcpgen restore {_sandbox.Folder.Root}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ oops }")]
    [InlineData("""{ "command": "${NOT_SET}" }""")]
    [InlineData("""{ "url": "nowhere" }""")]
    public void A_mistake_in_the_config_is_told_before_anything_is_started(string config)
    {
        _sandbox.InstallHost("echo READY");
        _sandbox.WriteConfig(config);

        Refused(ExitCode.WrongEnvironment);

        Assert.Empty(_sandbox.Starts);
    }

    [Fact]
    public void A_variable_may_stand_in_the_secrets_file()
    {
        _sandbox.WriteConfig("""{ "command": "${SERVER}" }""");
        File.WriteAllText(_sandbox.Folder.SecretsFile, "SERVER=x");
        _sandbox.ListenOnceStarted(FakeHost.Answers("1"));

        Answered(_sandbox.Call(Request));
    }

    [Fact]
    public void A_config_that_is_missing_is_told()
    {
        File.Delete(_sandbox.Folder.ConfigFile);

        Assert.StartsWith("The config cannot be read: ", Refused(ExitCode.WrongEnvironment), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "command": "server", "keep_alive": false }""", true)]
    [InlineData("""{ "command": "server" }""", false)]
    public void Without_keep_alive_the_host_is_a_child_that_speaks_over_its_pipes(string config, bool keepAlive)
    {
        _sandbox.WriteConfig(config);
        InstallChild();

        Answered(_sandbox.Call(Request with { KeepAlive = keepAlive }));

        Assert.EndsWith(" --stdio", Assert.Single(_sandbox.Starts), StringComparison.Ordinal);
        Assert.Empty(_sandbox.Observer.Heard);
    }

    [Fact]
    public void A_runtime_directory_that_others_can_enter_is_not_used_and_the_caller_is_told()
    {
        InstallChild();
        var listening = _sandbox.Listen(FakeHost.Answers("2"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_sandbox.RuntimeFolder, File.GetUnixFileMode(_sandbox.RuntimeFolder) | UnixFileMode.OtherExecute);
        }

        Answered(_sandbox.Call(Request));

        var note = Assert.Single(_sandbox.Observer.Heard);
        Assert.Contains("is open to other users", note, StringComparison.Ordinal);
        Assert.EndsWith("The server was started for this call only.", note, StringComparison.Ordinal);
        Assert.Empty(listening.Conversations);
    }

    [Fact]
    public void A_socket_path_that_is_too_long_costs_keep_alive_and_not_the_call()
    {
        InstallChild();
        _sandbox.Variables["MCP_SKILL_RUNTIME_DIR"] = _sandbox[new string('x', 120)];

        Answered(_sandbox.Call(Request));

        Assert.Contains("is longer than the system allows; set MCP_SKILL_RUNTIME_DIR to a shorter folder.", Assert.Single(_sandbox.Observer.Heard), StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_dies_before_it_takes_the_call_is_told_with_its_exit_code_and_its_last_words()
    {
        _sandbox.InstallHost("echo 'Segmentation fault' >&2; exit 9");

        var failed = Assert.IsType<CallOutcome.Failed>(_sandbox.Call(Request with { KeepAlive = false }));

        Assert.Equal(ExitCode.Unreachable, failed.ExitCode);
        Assert.Equal("The host ended before it accepted the call (exit code 9); the tool did not run.\nSegmentation fault", failed.Message);
    }

    private void InstallChild()
    {
        var words = new ArrayBufferWriter<byte>();
        FrameWriter.Write(words, FrameKind.Welcome, 0, []);
        FrameWriter.Write(words, FrameKind.Accepted, 1, []);
        FrameWriter.Write(words, FrameKind.Result, 1, "1"u8);
        File.WriteAllBytes(_sandbox["words"], words.WrittenSpan);
        _sandbox.InstallHost($"cat '{_sandbox["words"]}'; cat > /dev/null");
    }

    private string Refused(ExitCode exitCode)
    {
        var refusal = Assert.Throws<SkillException>(() => _sandbox.Call(Request));
        Assert.Equal(exitCode, refusal.ExitCode);
        return refusal.Message;
    }

    private static void Answered(CallOutcome outcome) =>
        Assert.Equal("1", Encoding.UTF8.GetString(Assert.IsType<CallOutcome.Answered>(outcome).Result.Span));
}
