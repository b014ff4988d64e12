using System.Collections;
using System.Text;
using McpSkillGen.Host.Processes;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Tests;

public sealed class ProcessTests
{
    [Theory]
    [InlineData("PATH", true)]
    [InlineData("LC_ALL", true)]
    [InlineData("https_proxy", true)]
    [InlineData("npm_config_registry", true)]
    [InlineData("NVM_DIR", true)]
    [InlineData("XDG_CONFIG_HOME", true)]
    [InlineData("SystemRoot", true)]
    [InlineData("ANTHROPIC_API_KEY", false)]
    [InlineData("AWS_SECRET_ACCESS_KEY", false)]
    [InlineData("GITHUB_TOKEN", false)]
    [InlineData("MCP_SKILL_RUNTIME_DIR", false)]
    [InlineData("PATHOLOGY", false)]
    [InlineData("KUBECONFIG", true)]
    [InlineData("AWS_PROFILE", true)]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", true)]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS", true)]
    [InlineData("CLOUDSDK_ACTIVE_CONFIG_NAME", true)]
    [InlineData("AZURE_CONFIG_DIR", true)]
    [InlineData("DOCKER_HOST", true)]
    [InlineData("SSH_AUTH_SOCK", true)]
    [InlineData("VIRTUAL_ENV", true)]
    [InlineData("DISPLAY", true)]
    [InlineData("UV_KEYRING_PROVIDER", true)]
    [InlineData("NPM_CONFIG_USERCONFIG", true)]
    [InlineData("AWS_ACCESS_KEY_ID", false)]
    [InlineData("AWS_SESSION_TOKEN", false)]
    [InlineData("AZURE_CLIENT_SECRET", false)]
    [InlineData("AZURE_STORAGE_CONNECTION_STRING", false)]
    [InlineData("CLOUDSDK_AUTH_ACCESS_TOKEN", false)]
    [InlineData("DOCKER_AUTH_CONFIG", false)]
    [InlineData("PGPASSWORD", false)]
    [InlineData("NODE_AUTH_TOKEN", false)]
    [InlineData("HOMEBREW_GITHUB_API_TOKEN", false)]
    [InlineData("UV_INDEX_CORP_PASSWORD", false)]
    [InlineData("npm_config__auth", false)]
    [InlineData("NPM_CONFIG__AUTHTOKEN", false)]
    [InlineData("npm_config_//registry.example/:_authToken", false)]
    [InlineData("NUGET_API_KEY", false)]
    [InlineData("PIP_INDEX_URL", false, "https://me:secret@index.example/simple")]
    [InlineData("PIP_INDEX_URL", true, "https://index.example/a:b@c")]
    [InlineData("HTTPS_PROXY", true, "http://me:secret@proxy.example")]
    public void Server_inherits_what_it_acts_on_and_what_programs_need_and_no_secret(string name, bool isInherited, string value = "value")
    {
        var environment = ServerEnvironment.Compose(new Hashtable { [name] = value }, new Dictionary<string, string>());
        Assert.Equal(isInherited, environment.ContainsKey(name));
    }

    [Fact]
    public void Guards_command_line_holds_no_argument_of_the_server_and_the_server_gets_no_variable_of_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Command lines are read from /proc.");
        using var skill = new TempSkill();
        skill.With("args", new System.Text.Json.Nodes.JsonArray("--api-key", "s3cr3t", "", "a b"));
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        var server = int.Parse(client.CallForText("pid"), System.Globalization.CultureInfo.InvariantCulture);
        var guard = McpSkillGen.Runtime.Native.ProcessStat.Of(server)!.Value.Parent;

        Assert.EndsWith("\0--api-key\0s3cr3t\0\0a b\0", File.ReadAllText($"/proc/{server}/cmdline"), StringComparison.Ordinal);
        Assert.Contains("\0guard\0", File.ReadAllText($"/proc/{guard}/cmdline"), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", File.ReadAllText($"/proc/{guard}/cmdline"), StringComparison.Ordinal);
        Assert.DoesNotContain("MCP_SKILL_COMMAND", File.ReadAllText($"/proc/{server}/environ"), StringComparison.Ordinal);
    }

    [Fact]
    public void Configs_variable_wins_over_the_inherited_one()
    {
        var environment = ServerEnvironment.Compose(new Hashtable { ["PATH"] = "/ours" }, new Dictionary<string, string> { ["PATH"] = "/theirs" });
        Assert.Equal("/theirs", environment["PATH"]);
    }

    [Fact]
    public void Command_is_searched_on_the_servers_own_path()
    {
        var folder = Directory.CreateTempSubdirectory("msg");
        try
        {
            var program = Path.Combine(folder.FullName, "my-server");
            var environment = new Dictionary<string, string> { ["PATH"] = $"/nowhere:{folder.FullName}" };
            File.WriteAllText(program, "#!/bin/sh\n");
            Assert.Equal(ExitCode.WrongEnvironment, Assert.Throws<SkillException>(() => CommandResolver.Resolve("my-server", "/", environment)).ExitCode);
            Assert.Contains("is not executable", Assert.Throws<SkillException>(() => CommandResolver.Resolve(program, "/", environment)).Message, StringComparison.Ordinal);

            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Assert.Equal(program, CommandResolver.Resolve("my-server", "/", environment));
            Assert.Equal(program, CommandResolver.Resolve("./my-server", folder.FullName, environment));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Stderr_keeps_the_last_lines_cut_to_a_bound_and_hides_the_guards_report()
    {
        var tail = new StderrTail();
        var reported = 0;
        tail.ServerStarted += id => reported = id;
        var text = new StringBuilder("half").Append(GuardReport.Of(4711));
        for (var line = 1; line <= 1000; line++)
        {
            text.Append(line).Append("\r\n");
        }

        text.Append('x', 1_000_000).Append("\nlast, without an end");
        tail.Drain(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())));
        Assert.Equal(4711, reported);
        Assert.Equal(["999", "1000"], tail.Last(4).Take(2));
        Assert.Equal(2000, tail.Last(2)[0].Length);
        Assert.Equal("last, without an end", tail.Last(1).Single());
        Assert.Equal(20, tail.Last(100).Count);
    }

    [Fact]
    public void What_is_quoted_of_stderr_is_the_error_and_not_the_frames_below_it()
    {
        var tail = new StderrTail();
        tail.Drain(new MemoryStream(Encoding.UTF8.GetBytes("Error: no token\n    at main (index.js:1:2)\n   at A.B() in c.cs:line 3\n\tat a.B.c(D.java)\nat last\n")));
        Assert.Equal(["Error: no token", "at last"], tail.Last(10));
    }

    [Fact]
    public void What_is_quoted_of_stderr_has_neither_Gos_frames_nor_colours()
    {
        const string Panic = """
            panic: no engine (podman, docker)

            goroutine 1 [running]:
            example.org/pods/cmd.init.func1(0x1db9140, {0x12b9708?, 0x4?})
            	/src/pods/cmd/root.go:62 +0x865
            example.org/cobra.(*Command).Execute(...)
            	/src/cobra/command.go:1071
            main.main()
            	/src/pods/main.go:6 +0x1b
            created by main.start in goroutine 1
            	/src/pods/main.go:9 +0x2c
            """;
        var tail = new StderrTail();
        tail.Drain(new MemoryStream(Encoding.UTF8.GetBytes("\u001b[90m8:36AM\u001b[0m \u001b[1;31mFTL\u001b[0m main.open(db)\n\u001b[0m\n" + Panic + "\nexit status 2\n")));
        Assert.Equal(["8:36AM FTL main.open(db)", "panic: no engine (podman, docker)", "exit status 2"], tail.Last(10));
    }
}
