using System.Text;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Tests.Support;
using McpSkillGen.Runtime.Wire;

namespace McpSkillGen.Runtime.Tests.Client;

/// <summary>Questions to a host itself.</summary>
[Collection(nameof(StartsProcesses))]
public sealed class HostInquiryTests : IDisposable
{
    private readonly SkillSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void A_question_is_answered_by_the_host_itself()
    {
        _sandbox.Listen(static talk =>
        {
            Assert.Equal("""{"verb":"status"}""", Encoding.UTF8.GetString(talk.Read(FrameKind.Query).Payload.Span));
            talk.Say(FrameKind.Answer, 1, """{"state":"idle"}""");
        });

        Assert.Equal("""{"state":"idle"}""", Encoding.UTF8.GetString(Assert.IsType<HostReply.Answered>(Ask()).Json.Span));
    }

    [Fact]
    public void A_question_starts_nothing()
    {
        _sandbox.InstallHost("echo READY");

        Assert.IsType<HostReply.Absent>(Ask());
        Assert.Empty(_sandbox.Starts);
    }

    [Fact]
    public void A_host_that_leaves_at_that_moment_or_does_not_know_the_question_is_gone()
    {
        _sandbox.Listen(static talk => talk.Read(FrameKind.Query));

        Assert.IsType<HostReply.Gone>(Ask());
    }

    [Fact]
    public void A_refusal_comes_with_its_exit_code_and_its_words()
    {
        _sandbox.Listen(static talk =>
        {
            talk.Read(FrameKind.Query);
            talk.Say(FrameKind.Failure, 1, """{"exitCode":4,"message":"no server"}""");
        });

        var declined = Assert.IsType<HostReply.Declined>(Ask());
        Assert.Equal((ExitCode.Unreachable, "no server"), (declined.Failure.ExitCode, declined.Failure.Message));
    }

    [Fact]
    public void A_host_that_says_nothing_is_waited_for_only_so_long()
    {
        _sandbox.Listen(static talk =>
        {
            talk.Read(FrameKind.Query);
            talk.ReadEnd();
        });

        Assert.IsType<HostReply.Silent>(Ask(TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void A_directory_that_others_can_enter_is_asked_nothing()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_sandbox.RuntimeFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        }

        Assert.IsType<HostReply.Forbidden>(Ask());
    }

    private HostReply Ask(TimeSpan? patience = null)
    {
        var environment = _sandbox.Environment;
        return HostInquiry.Ask(environment.RuntimeDirectory, environment.Instance, HostInquiry.Status, patience ?? HostInquiry.Patience);
    }
}
