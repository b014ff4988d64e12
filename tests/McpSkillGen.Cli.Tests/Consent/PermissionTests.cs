using McpSkillGen.Cli.Consent;
using McpSkillGen.Cli.Display;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Identity;

namespace McpSkillGen.Cli.Tests.Consent;

/// <summary>Somebody else's command is shown and asked for once; what was agreed to is remembered by its content.</summary>
public sealed class PermissionTests : IDisposable
{
    private static readonly SkillConfig Config = new()
    {
        Command = "npx",
        Arguments = ["-y", "@x/server"],
        Environment = new Dictionary<string, string> { ["A"] = "b", ["API_TOKEN"] = "s3cret-s3cret" },
    };

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _shown = new();
    private readonly List<string> _questions = [];

    public void Dispose()
    {
        _folder.Dispose();
        _shown.Dispose();
    }

    private static SkillConfig[] Changed =>
    [
        Config with { Command = "uvx" },
        Config with { Arguments = ["-y", "@x/server@2"] },
        Config with { Arguments = ["-y", "@x/server", ""] },
        Config with { Environment = new Dictionary<string, string> { ["A"] = "c", ["API_TOKEN"] = "s3cret-s3cret" } },
        Config with { WorkingDirectory = "/elsewhere" },
        Config with { Transport = TransportKind.Http, Url = "https://x.example" },
        Config with { Headers = new Dictionary<string, string> { ["A"] = "b" } },
    ];

    [Fact]
    public void A_yes_is_asked_for_once()
    {
        Assert.Null(Ask(answer: true).WhyNot(Config, "/p", "why"));
        Assert.Null(Ask(answer: null).WhyNot(Config with { Name = "other", KeepAlive = KeepAlive.Default with { Enabled = false } }, "/p", "why"));

        Assert.Equal("why\n    command  npx -y @x/server\n    env      A=b\n    env      API_TOKEN=***\n    folder   /p\n\n  Do you trust whoever wrote this? mcpgen would start it.", Assert.Single(_questions));
    }

    [Fact]
    public void What_changed_is_asked_for_again()
    {
        Ask(answer: true).WhyNot(Config, "/p", "why");

        Assert.All(Changed, config => Assert.NotNull(Ask(answer: null).WhyNot(config, "/p", "why")));
    }

    [Fact]
    public void The_same_words_mean_another_command_where_they_name_a_file_of_the_folder()
    {
        _folder.Write("one/server.js", "");
        _folder.Write("two/server.js", "");
        var config = new SkillConfig { Command = "node", Arguments = ["server.js"] };
        Ask(answer: true).WhyNot(config, _folder["one"], "why");
        Ask(answer: true).WhyNot(Config, _folder["one"], "why");

        Assert.NotNull(Ask(answer: null).WhyNot(config, _folder["two"], "why"));
        Assert.Null(Ask(answer: null).WhyNot(Config, _folder["two"], "why"));
    }

    [Fact]
    public void Without_a_terminal_the_refusal_shows_everything_and_names_the_flag_that_agrees()
    {
        var remote = new SkillConfig { Transport = TransportKind.AnyHttp, Url = "https://x.example/mcp", Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${GITHUB_TOKEN}" } };

        var reason = Ask(answer: null).WhyNot(remote, "/p", "The file\u202e has it.");

        Assert.Equal(
            """
            The file\u{202e} has it.
                address  https://x.example/mcp
                header   Authorization: Bearer ${GITHUB_TOKEN}
            Nobody has agreed to this on this machine, and there is no terminal to ask at. Nothing was started. If you trust whoever wrote it, run the command again with --trust.
            """,
            reason);
        Assert.Equal("You did not agree, so nothing was started.", Ask(answer: false).WhyNot(remote, "/p", "why"));
        Assert.NotNull(Ask(answer: null).WhyNot(remote, "/p", "why"));
    }

    [Fact]
    public void The_flag_agrees_and_still_shows_what_it_agreed_to()
    {
        Assert.Null(Ask(answer: null, isGiven: true).WhyNot(Config, "/p", "why"));

        Assert.Contains("    command  npx -y @x/server", _shown.ToString(), StringComparison.Ordinal);
        Assert.Null(Ask(answer: null).WhyNot(Config, "/p", "why"));
    }

    [Fact]
    public void Only_the_user_can_read_or_write_what_was_agreed_to()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes");
            return;
        }

        Ask(answer: true).WhyNot(Config, "/p", "why");

        var file = Assert.Single(Directory.GetFiles(_folder["state/trusted"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain("s3cret", File.ReadAllText(file), StringComparison.Ordinal);
        File.SetUnixFileMode(_folder["state/trusted"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        Assert.NotNull(Ask(answer: null).WhyNot(Config, "/p", "why"));
    }

    [Fact]
    public void A_skill_that_was_not_made_here_or_whose_command_was_changed_is_not_used()
    {
        _folder.Write("skill/mcp-config.json", """{ "command": "npx", "args": ["x"] }""");
        var skill = new SkillFolder(_folder["skill"]);

        Assert.Throws<SkillException>(() => Ask(answer: null).RequireFor(skill));
        new TrustStore(_folder["state"]).Remember(skill);
        Ask(answer: null).RequireFor(skill);
        _folder.Write("skill/mcp-config.json", """{ "command": "npx", "args": ["x"], "keep_alive": 5 }""");
        Ask(answer: null).RequireFor(skill);
        _folder.Write("skill/mcp-config.json", """{ "command": "npx", "args": ["y"] }""");
        var refusal = Assert.Throws<SkillException>(() => Ask(answer: null).RequireFor(skill));

        Assert.Equal(ExitCode.WrongEnvironment, refusal.ExitCode);
        Assert.Contains("came from elsewhere, or was changed since it was made here:\n    command  npx y\n", refusal.Message, StringComparison.Ordinal);
    }

    private Permission Ask(bool? answer, bool isGiven = false) => new(
        new TrustStore(_folder["state"]),
        StageDisplay.On(_shown, isTerminal: false),
        question =>
        {
            if (answer is not null)
            {
                _questions.Add(question);
            }

            return answer;
        },
        isGiven);
}
