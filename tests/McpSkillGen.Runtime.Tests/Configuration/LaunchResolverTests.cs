using McpSkillGen.Runtime.Configuration;
using McpSkillGen.Runtime.Tests.Support;

namespace McpSkillGen.Runtime.Tests.Configuration;

public sealed class LaunchResolverTests
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "skill");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${NAME}", "value")]
    [InlineData("<${NAME}${NAME}>", "<valuevalue>")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${NAME:-other}", "value")]
    [InlineData("${UNSET:-other}", "other")]
    [InlineData("${EMPTY:-other}", "other")]
    [InlineData("${UNSET:-}", "")]
    [InlineData("${UNSET:-https://a:8080/x?y}", "https://a:8080/x?y")]
    [InlineData("$${NAME}", "${NAME}")]
    [InlineData("a$${NAME}b${NAME}", "a${NAME}bvalue")]
    [InlineData("${RECURSIVE}", "${NAME}")]
    public void Variables_are_put_in(string text, string expected) => Assert.Equal(expected, Expand(text));

    [Theory]
    [InlineData("$NAME")]
    [InlineData("$(date) $1 $$")]
    [InlineData("${1}")]
    [InlineData("${}")]
    [InlineData("${NAME")]
    [InlineData("${NAME#prefix}")]
    [InlineData("${NAME:+set}")]
    [InlineData("${NAME-unset}")]
    [InlineData("${NA ME}")]
    [InlineData("${#array[@]}")]
    [InlineData("${{ github.token }}")]
    [InlineData("{NAME}")]
    public void Text_of_shells_and_templates_stays_as_it_is(string text) => Assert.Equal(text, Expand(text));

    [Fact]
    public void Every_missing_variable_is_told_at_once_with_the_key_that_needs_it()
    {
        var config = new SkillConfig
        {
            Command = "${A}",
            Arguments = ["x", "--token=${B}"],
            Environment = new Dictionary<string, string> { ["TOKEN"] = "${C}", ["REGION"] = "${C:-eu}" },
            WorkingDirectory = "${D}",
        };

        var refusal = Assert.Throws<SkillException>(() => new LaunchResolver(Variables.None).Resolve(config, Folder));

        Assert.Equal(ExitCode.WrongEnvironment, refusal.ExitCode);
        Assert.Equal(
            $"""
            "command" needs the environment variable A, which is not set.
            "args[1]" needs the environment variable B, which is not set.
            "env.TOKEN" needs the environment variable C, which is not set.
            "cwd" needs the environment variable D, which is not set.
            Set what is missing in the environment or in {Path.Combine(Folder, ".env")}.
            """,
            refusal.Message);
    }

    [Theory]
    [InlineData("${BASE_URL}", "https://a.example")]
    [InlineData("Authorization:${AUTH}", "Authorization:Bearer value")]
    [InlineData("${BASE_URL:-other}", "https://a.example")]
    [InlineData("${NONE:-other}", "other")]
    [InlineData("${NAME}", "value")]
    [InlineData("${ONE} ${TWO}", "value value")]
    public void What_the_configs_own_env_sets_is_put_in_and_may_pass_on_what_is_outside(string text, string expected)
    {
        var config = new SkillConfig
        {
            Command = "x",
            Arguments = [text],
            Environment = new Dictionary<string, string>
            {
                ["BASE_URL"] = "https://a.example", ["AUTH"] = "Bearer ${NAME}", ["NAME"] = "${NAME}", ["NONE"] = "", ["ONE"] = "${TWO}", ["TWO"] = "${NAME}",
            },
        };

        Assert.Equal(expected, Process(config).Arguments[0]);
        Assert.Equal("NAME", Assert.Single(VariableReference.In(config with { Arguments = ["${BASE_URL}", "${AUTH}"] }).Select(static reference => reference.Name).Distinct()));
    }

    [Fact]
    public void Two_variables_of_the_config_that_refer_to_each_other_are_looked_up_outside()
    {
        var config = new SkillConfig { Command = "x", Arguments = ["${A}"], Environment = new Dictionary<string, string> { ["A"] = "${B}", ["B"] = "${A}" } };

        var refusal = Assert.Throws<SkillException>(() => new LaunchResolver(Variables.None).Resolve(config, Folder));

        Assert.Contains("needs the environment variable A, which is not set.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${UNSET:-}", null)]
    [InlineData("Bearer ${UNSET:-}", null)]
    [InlineData("Bearer ${NAME:-}", "Bearer value")]
    [InlineData("${UNSET:-other}", "other")]
    [InlineData("", "")]
    public void A_header_whose_optional_variable_is_not_set_is_not_sent(string text, string? sent)
    {
        var config = new SkillConfig { Transport = TransportKind.Http, Url = "https://a.example", Headers = new Dictionary<string, string> { ["Authorization"] = text } };

        var remote = Assert.IsType<ServerLaunch.Remote>(new LaunchResolver(Look).Resolve(config, Folder));

        Assert.Equal(sent, remote.Headers.GetValueOrDefault("Authorization"));
        Assert.Equal(sent is not null, remote.HasOwnCredentials);
    }

    [Fact]
    public void Messages_and_names_of_launches_hold_no_secret()
    {
        Func<string, string?> variable = static name => name is "SECRET" ? "s3cr3t" : null;
        var process = new SkillConfig { Command = "${SECRET}", Arguments = ["${SECRET}", "${MISSING}"] };
        var remote = new SkillConfig { Transport = TransportKind.Http, Url = "${SECRET}" };

        var missing = Assert.Throws<SkillException>(() => new LaunchResolver(variable).Resolve(process, Folder));
        var badUrl = Assert.Throws<SkillException>(() => new LaunchResolver(variable).Resolve(remote, Folder));
        var launch = new LaunchResolver(variable).Resolve(process with { Arguments = ["${SECRET}"] }, Folder);

        Assert.DoesNotContain("s3cr3t", missing.Message + badUrl.Message + launch, StringComparison.Ordinal);
        Assert.Equal("\"url\" is not an absolute http or https address after its variables are replaced: ${SECRET}", badUrl.Message);
        Assert.Equal("s3cr3t", Assert.IsType<ServerLaunch.Process>(launch).Command);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(".", "")]
    [InlineData("sub/folder", "sub/folder")]
    [InlineData("sub/../other", "other")]
    public void The_working_directory_is_relative_to_the_config(string? cwd, string expected) =>
        Assert.Equal(
            Path.TrimEndingDirectorySeparator(Path.Combine(Folder, expected)),
            Path.TrimEndingDirectorySeparator(Process(new SkillConfig { Command = "x", WorkingDirectory = cwd }).WorkingDirectory));

    [Fact]
    public void The_working_directory_may_be_absolute() =>
        Assert.Equal(Path.GetTempPath(), Process(new SkillConfig { Command = "x", WorkingDirectory = Path.GetTempPath() }).WorkingDirectory);

    [Fact]
    public void A_workspace_takes_the_place_of_the_config_folder()
    {
        var workspace = Path.Combine(Path.GetTempPath(), "project");
        var config = new SkillConfig { Command = "x", Arguments = ["./a"], WorkingDirectory = "sub", Scope = InstanceScope.Workspace };

        var launch = Assert.IsType<ServerLaunch.Process>(new LaunchResolver(Variables.None).Resolve(config, Folder, workspace));

        Assert.Equal((Path.Combine(workspace, "sub"), "./a"), (launch.WorkingDirectory, launch.Arguments[0]));
    }

    [Theory]
    [InlineData("server.js", "@/server.js")]
    [InlineData("dist/index.js", "@/dist/index.js")]
    [InlineData("dist/other.js", "dist/other.js")]
    [InlineData("./not/there", "@/not/there")]
    [InlineData("../beside", "@/../beside")]
    [InlineData("--config=server.js", "--config=@/server.js")]
    [InlineData("--data=./x", "--data=@/x")]
    [InlineData("-c", "-c")]
    [InlineData("./run.sh --now", "./run.sh --now")]
    [InlineData("dist", "dist")]
    [InlineData(".", ".")]
    [InlineData("..", "..")]
    [InlineData("./", "./")]
    [InlineData("@scope/package", "@scope/package")]
    [InlineData("https://example.com/x.js", "https://example.com/x.js")]
    [InlineData("/absolute", "/absolute")]
    [InlineData("", "")]
    public void Paths_in_a_config_start_at_the_config_wherever_the_server_runs(string written, string expected)
    {
        using var skill = new TemporaryFolder();
        skill.Write("server.js", "");
        skill.Write("dist/index.js", "");
        var config = new SkillConfig { Command = "node", Arguments = [written], Environment = new Dictionary<string, string> { ["X"] = written } };
        expected = expected.Replace("@/..", Path.GetDirectoryName(skill.Path), StringComparison.Ordinal).Replace("@/", skill.Path + "/", StringComparison.Ordinal);

        var launch = Assert.IsType<ServerLaunch.Process>(new LaunchResolver(Variables.None).Resolve(config, skill.Path, "/project"));

        Assert.Equal(("node", expected, expected, "/project"), (launch.Command, launch.Arguments[0], launch.Environment["X"], launch.WorkingDirectory));
    }

    [Theory]
    [InlineData("bin/server", "@/bin/server")]
    [InlineData("./server", "@/server")]
    [InlineData("node", "node")]
    public void A_command_that_is_a_path_starts_at_the_config_too(string written, string expected)
    {
        var launch = new LaunchResolver(Variables.None).Resolve(new SkillConfig { Command = written }, Folder, "/project");

        Assert.Equal(expected.Replace("@", Folder, StringComparison.Ordinal), Assert.IsType<ServerLaunch.Process>(launch).Command);
    }

    [Fact]
    public void With_a_cwd_the_server_reads_its_paths_itself()
    {
        var config = new SkillConfig { Command = "x", Arguments = ["./a"], WorkingDirectory = "." };

        var launch = Assert.IsType<ServerLaunch.Process>(new LaunchResolver(Variables.None).Resolve(config, Folder, "/project"));

        Assert.Equal((Folder, "./a"), (Path.TrimEndingDirectorySeparator(launch.WorkingDirectory), launch.Arguments[0]));
    }

    [Fact]
    public void A_remote_server_gets_its_url_and_headers()
    {
        var config = new SkillConfig
        {
            Transport = TransportKind.Sse,
            Url = "https://${NAME}.example:8443/mcp?x=1",
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${NAME}" },
        };

        var remote = Assert.IsType<ServerLaunch.Remote>(new LaunchResolver(Look).Resolve(config, Folder));

        Assert.Equal(TransportKind.Sse, remote.Transport);
        Assert.Equal("https://value.example:8443/mcp?x=1", remote.Endpoint.AbsoluteUri);
        Assert.Equal("Bearer value", remote.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("example.com/mcp")]
    [InlineData("/mcp")]
    [InlineData("ftp://example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    public void A_url_that_is_none_is_told_as_it_stands_in_the_config(string url)
    {
        var config = new SkillConfig { Transport = TransportKind.Http, Url = url };

        var refusal = Assert.Throws<SkillException>(() => new LaunchResolver(Variables.None).Resolve(config, Folder));

        Assert.Equal(ExitCode.WrongEnvironment, refusal.ExitCode);
        Assert.Equal($"\"url\" is not an absolute http or https address: {url}", refusal.Message);
    }

    [Fact]
    public void A_url_that_lacks_a_variable_is_told_only_for_that()
    {
        var config = new SkillConfig { Transport = TransportKind.Http, Url = "${URL}" };

        var refusal = Assert.Throws<SkillException>(() => new LaunchResolver(Variables.None).Resolve(config, Folder));

        Assert.StartsWith("\"url\" needs the environment variable URL, which is not set.\nSet ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("http", refusal.Message, StringComparison.Ordinal);
    }

    private static string? Look(string name) => name switch
    {
        "NAME" => "value",
        "EMPTY" => "",
        "RECURSIVE" => "${NAME}",
        _ => null,
    };

    private static ServerLaunch.Process Process(SkillConfig config) =>
        Assert.IsType<ServerLaunch.Process>(new LaunchResolver(Look).Resolve(config, Folder));

    private static string Expand(string text) => Process(new SkillConfig { Command = "x", Arguments = [text] }).Arguments[0];
}
