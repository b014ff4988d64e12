using System.Text;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Runtime.Tests.Configuration;

public sealed class ConfigReaderTests
{
    private const string File = "mcp-config.json";

    [Fact]
    public void Every_key_is_read()
    {
        var config = Good("""
            {
              "$schema": { "any": ["thing"] },
              "name": "my-mcp",
              "description": "What it does",
              "transport": "stdio",
              "command": "npx", "args": ["-y", "@example/server", ""],
              "env": { "TOKEN": "${TOKEN}", "EMPTY": "" },
              "cwd": "..",
              "headers": { "Authorization": "Bearer ${TOKEN}" },
              "keep_alive": { "enabled": true, "timeout": 7200, "check_interval": 0.5 },
              "scope": "workspace",
              "timeout": 12.5,
              "tools": { "include": ["get_*"], "exclude": ["delete_*"] }
            }
            """);

        Assert.Equal("my-mcp", config.Name);
        Assert.Equal("What it does", config.Description);
        Assert.Equal(TransportKind.Stdio, config.Transport);
        Assert.Equal("npx", config.Command);
        Assert.Equal(["-y", "@example/server", ""], config.Arguments);
        Assert.Equal([new("TOKEN", "${TOKEN}"), new("EMPTY", "")], config.Environment);
        Assert.Equal("..", config.WorkingDirectory);
        Assert.Equal([new("Authorization", "Bearer ${TOKEN}")], config.Headers);
        Assert.Equal(new KeepAlive(true, TimeSpan.FromHours(2), TimeSpan.FromSeconds(0.5)), config.KeepAlive);
        Assert.Equal(InstanceScope.Workspace, config.Scope);
        Assert.Equal(TimeSpan.FromSeconds(12.5), config.CallTimeout);
        Assert.Equal(["get_*"], config.Tools.Include);
        Assert.Equal(["delete_*"], config.Tools.Exclude);
    }

    [Fact]
    public void Authorization_is_read()
    {
        var read = Good("""{ "url": "https://a.example", "auth": { "client_id": "${ID}", "client_secret": "${SECRET}", "grant": "client_credentials", "scopes": ["a", "b"], "redirect_port": 8080 } }""").Authorization;

        Assert.Equal(("${ID}", "${SECRET}", AuthorizationGrant.ClientCredentials, 8080), (read.ClientId, read.ClientSecret, read.Grant, read.RedirectPort));
        Assert.Equal(["a", "b"], read.Scopes);
        Assert.DoesNotContain("SECRET", read.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"auth\": true", "11: error: \"auth\" is a boolean; expected an object with keys such as \"client_id\", \"client_secret\" and \"scopes\".")]
    [InlineData("\"auth\": {\"redirect_port\": 0}", "29: error: \"auth.redirect_port\" is 0; expected a port, 1 to 65535.")]
    [InlineData("\"auth\": {\"grant\": \"code\"}", "21: error: \"auth.grant\" is \"code\"; expected one of \"authorization_code\", \"client_credentials\", \"identity_assertion\".")]
    [InlineData("\"auth\": {\"grant\": \"client_credentials\"}", "11: error: \"auth\" has the grant \"client_credentials\", which needs \"client_id\" and \"client_secret\" or \"private_key\".")]
    [InlineData("\"auth\": {\"grant\": \"identity_assertion\", \"client_id\": \"a\"}", "11: error: \"auth\" has the grant \"identity_assertion\", which needs \"client_id\", \"identity_token\" and \"identity_token_endpoint\".")]
    [InlineData("\"auth\": {\"clientId\": \"a\"}", "12: warning: unknown key \"clientId\"; did you mean \"client_id\"? It is ignored.")]
    public void What_is_wrong_about_authorization_has_its_place(string member, string expected)
    {
        var reading = Read($$"""{ {{member}}, "url": "https://a.example" }""");
        Assert.Equal($"{File}:1:{expected}", Assert.Single(reading.Problems).ToString());
    }

    [Fact]
    public void What_is_absent_has_its_documented_default()
    {
        var config = Good("""{ "command": "server" }""");

        Assert.Equal(new KeepAlive(true, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)), config.KeepAlive);
        Assert.Equal(TimeSpan.FromMinutes(1), config.CallTimeout);
        Assert.Equal(InstanceScope.Skill, config.Scope);
        Assert.True(config.Tools.Offers("anything"));
        Assert.Empty(config.Arguments);
        Assert.Empty(config.Environment);
        Assert.Empty(config.Headers);
        Assert.Null(config.WorkingDirectory);
        Assert.Null(config.Name);
    }

    [Theory]
    [InlineData("true", true, 3600, 60)]
    [InlineData("false", false, 3600, 60)]
    [InlineData("90", true, 90, 60)]
    [InlineData("0", true, 0, 60)]
    [InlineData("0.25", true, 0.25, 60)]
    [InlineData("{}", true, 3600, 60)]
    [InlineData("""{ "enabled": false }""", false, 3600, 60)]
    [InlineData("""{ "timeout": 5 }""", true, 5, 60)]
    [InlineData("""{ "timeout": 0, "check_interval": 1 }""", true, 0, 1)]
    [InlineData("""{ "checkInterval": 2 }""", true, 3600, 2)]
    public void Keep_alive_has_many_spellings(string value, bool enabled, double timeout, double checkInterval)
    {
        var expected = new KeepAlive(enabled, TimeSpan.FromSeconds(timeout), TimeSpan.FromSeconds(checkInterval));

        Assert.Equal(expected, Good($$"""{ "command": "x", "keep_alive": {{value}} }""").KeepAlive);
        Assert.Equal(expected, Good($$"""{ "command": "x", "keepAlive": {{value}} }""").KeepAlive);
    }

    [Theory]
    [InlineData("""{ "url": "https://a/mcp" }""", "AnyHttp")]
    [InlineData("""{ "endpoint": "https://a/mcp" }""", "AnyHttp")]
    [InlineData("""{ "transport": "http", "url": "https://a/mcp" }""", "Http")]
    [InlineData("""{ "transport": "sse", "endpoint": "https://a/mcp" }""", "Sse")]
    [InlineData("""{ "transport": "http", "command": "ignored", "url": "https://a/mcp" }""", "Http")]
    public void A_remote_server_is_known_by_its_url(string text, string transport)
    {
        var config = Good(text);

        Assert.Equal(Enum.Parse<TransportKind>(transport), config.Transport);
        Assert.Equal("https://a/mcp", config.Url);
    }

    [Theory]
    [InlineData("""{ "command": "x", "url": "https://a/mcp" }""")]
    [InlineData("""{ "transport": "stdio", "command": "x" }""")]
    public void A_command_means_stdio(string text) => Assert.Equal(TransportKind.Stdio, Good(text).Transport);

    [Fact]
    public void Comments_trailing_commas_and_line_ends_of_any_system_are_welcome() =>
        Assert.Equal(["a"], Good("// first\r\n{ /* then */ \"command\": \"x\",\r\n\"args\": [\"a\",], // last\r\n}\r\n// after").Arguments);

    [Fact]
    public void A_byte_order_mark_is_passed_over_and_not_counted()
    {
        byte[] text = [.. Encoding.UTF8.Preamble, .. """{ "command": 1 }"""u8];

        Assert.Equal($"{File}:1:14: error: \"command\" is a number; expected a string.", Assert.Single(ConfigReader.Read(text, File).Problems).ToString());
    }

    [Theory]
    // Not JSON.
    [InlineData("", "1:1: error: not JSON: it is empty.")]
    [InlineData("  \n ", "2:2: error: not JSON: it is empty.")]
    [InlineData("{", "1:2: error: not JSON: it ends too early.")]
    [InlineData("""{ "command": "x" """, "1:18: error: not JSON: it ends too early.")]
    [InlineData("{ command: \"x\" }", "1:3: error: not JSON: 'c' is not expected here.")]
    [InlineData("{ \"command\": \"x\" }\n}", "2:1: error: not JSON: '}' is not expected here.")]
    [InlineData("{ \"command\": \"x\" } {", "1:20: error: not JSON: '{' is not expected here.")]
    [InlineData("{\n  \"command\": \"x\"\n  \"args\": []\n}", "3:3: error: not JSON: '\"' is not expected here.")]
    [InlineData("{\r\n\t\"command\": x\r\n}", "2:13: error: not JSON: 'x' is not expected here.")]
    [InlineData("{ \"name\": \"äöü😀\", x }", "1:20: error: not JSON: 'x' is not expected here.")]
    [InlineData("{ \"name\": \"a\tb\" }", "1:13: error: not JSON: the character U+0009 must be escaped here.")]
    [InlineData("{ \"args\": [,] }", "1:12: error: not JSON: ',' is not expected here.")]
    // The root.
    [InlineData("[]", "1:1: error: the config is an array; expected an object.")]
    [InlineData("// only\n\"text\"", "2:1: error: the config is a string; expected an object.")]
    [InlineData("null", "1:1: error: the config is null; expected an object.")]
    // What is missing.
    [InlineData("{}", "1:1: error: the config has neither \"command\" nor \"url\": say how to start the server, or where it is.")]
    [InlineData("""{ "command": "" }""", "1:1: error: the config has neither \"command\" nor \"url\": say how to start the server, or where it is.")]
    [InlineData("""{ "transport": "stdio", "url": "https://a" }""", "1:1: error: the config has no \"command\", which the transport \"stdio\" needs.")]
    [InlineData("""{ "transport": "http", "command": "x" }""", "1:1: error: the config has no \"url\", which the transport \"http\" needs.")]
    [InlineData("""{ "transport": "sse", "url": "" }""", "1:1: error: the config has no \"url\", which the transport \"sse\" needs.")]
    // Wrong types, key by key.
    [InlineData("""{ "name": 1 }""", "1:11: error: \"name\" is a number; expected a string.")]
    [InlineData("""{ "description": [] }""", "1:18: error: \"description\" is an array; expected a string.")]
    [InlineData("""{ "transport": {} }""", "1:16: error: \"transport\" is an object; expected one of \"stdio\", \"http\", \"sse\".")]
    [InlineData("""{ "transport": "tcp" }""", "1:16: error: \"transport\" is \"tcp\"; expected one of \"stdio\", \"http\", \"sse\".")]
    [InlineData("""{ "command": null }""", "1:14: error: \"command\" is null; expected a string.")]
    [InlineData("""{ "args": "x" }""", "1:11: error: \"args\" is a string; expected an array of strings.")]
    [InlineData("""{ "args": ["a", 1] }""", "1:17: error: \"args[1]\" is a number; expected a string.")]
    [InlineData("""{ "args": [["deep", {"er": 1}], "a"] }""", "1:12: error: \"args[0]\" is an array; expected a string.")]
    [InlineData("""{ "env": [] }""", "1:10: error: \"env\" is an array; expected an object of strings.")]
    [InlineData("""{ "env": { "PORT": 8080 } }""", "1:20: error: \"env.PORT\" is a number; expected a string.")]
    [InlineData("""{ "cwd": false }""", "1:10: error: \"cwd\" is a boolean; expected a string.")]
    [InlineData("""{ "url": {} }""", "1:10: error: \"url\" is an object; expected a string.")]
    [InlineData("""{ "endpoint": 1 }""", "1:15: error: \"endpoint\" is a number; expected a string.")]
    [InlineData("""{ "headers": { "A": ["b"] } }""", "1:21: error: \"headers.A\" is an array; expected a string.")]
    [InlineData("""{ "keep_alive": "yes" }""", "1:17: error: \"keep_alive\" is a string; expected true, false, seconds, or an object with \"enabled\", \"timeout\" and \"check_interval\".")]
    [InlineData("""{ "keepAlive": -1 }""", "1:16: error: \"keepAlive\" is -1; expected a number of seconds, 0 or more.")]
    [InlineData("""{ "keep_alive": { "enabled": 1 } }""", "1:30: error: \"keep_alive.enabled\" is a number; expected true or false.")]
    [InlineData("""{ "keep_alive": { "timeout": -0.5 } }""", "1:30: error: \"keep_alive.timeout\" is -0.5; expected a number of seconds, 0 or more.")]
    [InlineData("""{ "keep_alive": { "timeout": "1h" } }""", "1:30: error: \"keep_alive.timeout\" is a string; expected a number of seconds, 0 or more.")]
    [InlineData("""{ "keep_alive": { "check_interval": 0 } }""", "1:37: error: \"keep_alive.check_interval\" is 0; expected a number of seconds, more than 0.")]
    [InlineData("""{ "scope": "project" }""", "1:12: error: \"scope\" is \"project\"; expected one of \"skill\", \"workspace\".")]
    [InlineData("""{ "scope": true }""", "1:12: error: \"scope\" is a boolean; expected one of \"skill\", \"workspace\".")]
    [InlineData("""{ "timeout": 0 }""", "1:14: error: \"timeout\" is 0; expected a number of seconds, more than 0.")]
    [InlineData("""{ "timeout": -3 }""", "1:14: error: \"timeout\" is -3; expected a number of seconds, more than 0.")]
    [InlineData("""{ "timeout": 1e999 }""", "1:14: error: \"timeout\" is 1e999; expected a number of seconds, more than 0, and at most ten years.")]
    [InlineData("""{ "tools": ["get_*"] }""", "1:12: error: \"tools\" is an array; expected an object with \"include\", \"exclude\" and \"answer_with_defaults\".")]
    [InlineData("""{ "tools": { "include": "get_*" } }""", "1:25: error: \"tools.include\" is a string; expected an array of strings.")]
    [InlineData("""{ "tools": { "exclude": [1] } }""", "1:26: error: \"tools.exclude[0]\" is a number; expected a string.")]
    // Texts that no process could be given.
    [InlineData("""{ "command": "\ud83d" }""", "1:14: error: a string contains half of a surrogate pair, \\uD800 to \\uDFFF.")]
    [InlineData("""{ "cwd": "a\u0000b" }""", "1:10: error: a string contains the character \\u0000.")]
    public void A_mistake_is_told_with_its_place_and_what_was_expected(string text, string expected)
    {
        var reading = Read(text);

        Assert.Null(reading.Config);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal($"{File}:{expected}", problem.ToString());
    }

    [Theory]
    [InlineData("\"ä\": 1, ", 19)]
    [InlineData("\"😀\": 1, ", 20)]
    [InlineData("/* ünï */ ", 21)]
    public void Columns_count_characters_as_editors_do_and_not_bytes(string before, int column) =>
        Assert.Equal(column, Assert.Single(Read($"{{ {before}\"name\": 1 }}").Problems, static problem => problem.IsError).Column);

    [Fact]
    public void A_file_in_another_encoding_is_told_at_its_first_foreign_byte()
    {
        byte[] latin1 = [.. "{\n  \"name\": \""u8, 0xE9, .. "\", \"command\": \"x\" }"u8];

        var reading = ConfigReader.Read(latin1, File);

        Assert.Null(reading.Config);
        Assert.Equal($"{File}:2:12: error: not valid UTF-8: save the file in that encoding.", Assert.Single(reading.Problems).ToString());
    }

    [Fact]
    public void Several_mistakes_are_told_at_once_in_the_order_of_the_file()
    {
        var reading = Read("""
            {
              "command": 7,
              "args": ["a", 1, {}, "b"],
              "keep_alive": { "timeout": true },
              "comand": 1,
              "timeout": "x"
            }
            """);

        Assert.Equal(
            [
                $"{File}:2:14: error: \"command\" is a number; expected a string.",
                $"{File}:3:17: error: \"args[1]\" is a number; expected a string.",
                $"{File}:3:20: error: \"args[2]\" is an object; expected a string.",
                $"{File}:4:30: error: \"keep_alive.timeout\" is a boolean; expected a number of seconds, 0 or more.",
                $"{File}:5:3: warning: unknown key \"comand\"; did you mean \"command\"? It is ignored.",
                $"{File}:6:14: error: \"timeout\" is a string; expected a number of seconds, more than 0.",
            ],
            reading.Problems.Select(static problem => problem.ToString()));
        var refusal = Assert.Throws<SkillException>(() => reading.Require());
        Assert.Equal(ExitCode.WrongEnvironment, refusal.ExitCode);
        Assert.Equal(string.Join('\n', reading.Problems), refusal.Message);
    }

    [Theory]
    [InlineData("{ \"command\": \"x\",\n  \"comands\": {\"a\": [1]} }", "2:3: warning: unknown key \"comands\"; did you mean \"command\"? It is ignored.")]
    [InlineData("{ \"command\": \"x\", \"zebra\": 1 }", "1:19: warning: unknown key \"zebra\"; it is ignored.")]
    [InlineData("{ \"command\": \"x\", \"keep_alive\": { \"timeuot\": 1 } }", "1:35: warning: unknown key \"timeuot\"; did you mean \"timeout\"? It is ignored.")]
    [InlineData("{ \"command\": \"x\", \"tools\": { \"includes\": [] } }", "1:30: warning: unknown key \"includes\"; did you mean \"include\"? It is ignored.")]
    public void An_unknown_key_is_a_warning_at_the_key_and_hurts_nobody(string text, string expected)
    {
        var reading = Read(text);

        Assert.Equal("x", reading.Require().Command);
        Assert.Equal($"{File}:{expected}", Assert.Single(reading.Problems).ToString());
    }

    [Fact]
    public void Keys_that_people_use_as_comments_are_no_mistakes_and_no_variables()
    {
        var reading = Read("""
            { "//": "ours", "_comment": ["x"], "#note": 1, "$schema": "s", "command": "x",
              "env": { "//": "a token", "_comment": "b", "_JAVA_OPTIONS": "-Xmx1g" }, "keep_alive": { "_why": "slow" } }
            """);

        Assert.Empty(reading.Problems);
        Assert.Equal("_JAVA_OPTIONS", Assert.Single(reading.Require().Environment).Key);
    }

    [Theory]
    [InlineData("get_*", "get_user", true)]
    [InlineData("get_*", "forget_user", false)]
    [InlineData("*", "anything", true)]
    [InlineData("Get_*", "get_user", false)]
    public void Tools_are_included_by_pattern(string pattern, string tool, bool offered) =>
        Assert.Equal(offered, new ToolFilter([pattern], []).Offers(tool));

    [Fact]
    public void Exclusion_wins_over_inclusion() =>
        Assert.False(new ToolFilter(["*"], ["delete_*"]).Offers("delete_user"));

    private static ConfigReading Read(string text) => ConfigReader.Read(Encoding.UTF8.GetBytes(text), File);

    private static SkillConfig Good(string text)
    {
        var reading = Read(text);
        Assert.Empty(reading.Problems);
        return reading.Require();
    }
}
