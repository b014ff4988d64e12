using System.Text;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Cli.Scaffolding;
using McpSkillGen.Cli.Secrets;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Tests.Secrets;

/// <summary>Secrets leave the config for <c>.env</c>, and the server sees what it saw before.</summary>
public sealed class SecretMoveTests : IDisposable
{
    private const string Everything =
        """
        {
          // was "ghp_oldoldoldoldoldoldold123456" and is now tok$en"1\n
          "name": "weather-data",
          "command": "npx", "args": ["-y", "@x/server", "--api-key", "VALUE-1", "--header", "Authorization: Bearer abcdefgh1", "-e", "API_KEY=VALUE-2", "--password=$p4ss"],
          "env": {
            "SERVICE_TOKEN": "tok$en\"1\\n", "AGAIN": "x", "COPY_TOKEN": "tok$en\"1\\n", "DATABASE_URL": "postgres://u:pä#ss@h/db",
            "MAX_TOKENS": "4096", "KEPT": "${OTHER}", "ESCAPED_TOKEN": "a$${b}c", "MULTI_SECRET": "line 1\nline 2", "QUOTED_PASSWORD": "'it''s'", "SPACED_PASSWORD": " two  words # no comment "
          }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Configs => [Everything, """{ "url": "https://u:p4ssw0rd@example.com/mcp?api_key=abc", "headers": { "Authorization": "Bearer xyz", "X-Api-Key": "k", "Accept": "text/plain" } }""",
        """{ "url": "https://example.com/mcp", "auth": { "client_id": "known", "client_secret": "s3cret-0f-known", "scopes": ["client_secret"] } }""",
        """{ "url": "https://example.com/mcp", "auth": { "client_id": "known", "private_key": "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n", "grant": "client_credentials" } }"""];

    [Theory]
    [MemberData(nameof(Configs))]
    public void The_server_is_started_with_the_very_same_values(string config)
    {
        var source = Source(config);
        var before = Launch(source.Config, "");

        var (moved, file) = Move(source);

        Assert.Equivalent(before, Launch(moved.Source.Config, file), strict: true);
        Assert.Equivalent(before, Launch(ConfigReader.Read(moved.Source.Text!.Value.Span, "x").Require(), file), strict: true);
    }

    [Fact]
    public void A_clients_secret_and_key_are_moved_and_its_name_and_scopes_stay()
    {
        var (moved, _) = Move(Source("""{ "name": "weather", "url": "https://example.com/mcp", "auth": { "client_id": "known", "client_secret": "s3cret-0f-known", "private_key": "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n", "scopes": ["client_secret"] } }"""));

        Assert.Equal(
            """{ "name": "weather", "url": "https://example.com/mcp", "auth": { "client_id": "known", "client_secret": "${WEATHER_CLIENT_SECRET}", "private_key": "${WEATHER_PRIVATE_KEY}", "scopes": ["client_secret"] } }""",
            Encoding.UTF8.GetString(moved.Source.Text!.Value.Span));
    }

    [Fact]
    public void Nothing_secret_is_left_in_the_text_and_the_rest_of_it_is_untouched()
    {
        var (moved, _) = Move(Source(Everything));
        var text = Encoding.UTF8.GetString(moved.Source.Text!.Value.Span);

        Assert.Equal(
            """
            {
              // was "***" and is now ${SERVICE_TOKEN}
              "name": "weather-data",
              "command": "npx", "args": ["-y", "@x/server", "--api-key", "${WEATHER_DATA_API_KEY}", "--header", "Authorization: Bearer ${WEATHER_DATA_TOKEN}", "-e", "API_KEY=${WEATHER_DATA_API_KEY_2}", "--password=${WEATHER_DATA_PASSWORD}"],
              "env": {
                "SERVICE_TOKEN": "${SERVICE_TOKEN}", "AGAIN": "x", "COPY_TOKEN": "${SERVICE_TOKEN}", "DATABASE_URL": "postgres://u:${DATABASE_URL_PASSWORD}@h/db",
                "MAX_TOKENS": "4096", "KEPT": "${OTHER}", "ESCAPED_TOKEN": "${ESCAPED_TOKEN}", "MULTI_SECRET": "${MULTI_SECRET}", "QUOTED_PASSWORD": "${QUOTED_PASSWORD}", "SPACED_PASSWORD": "${SPACED_PASSWORD}"
              }
            }
            """,
            text);
    }

    [Fact]
    public void A_name_that_means_another_value_already_is_not_taken()
    {
        var source = Source("""{ "name": "hub", "command": "x", "env": { "TOKEN": "mine", "URL": "${HUB_TOKEN}", "SAME_TOKEN": "same" } }""");

        var moved = SecretMove.Out(source, "hub", static name => name switch { "TOKEN" => "another", "SAME_TOKEN" => "same", _ => null });

        Assert.Equal(["HUB_TOKEN_2", "SAME_TOKEN"], moved.Values.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_file_held_for_other_variables_stays_and_an_old_value_is_replaced()
    {
        var old = _folder.Write("skill/.env", "# mine\nOTHER=1\nTOKEN=old\n");
        var moved = SecretMove.Out(Source("""{ "command": "x", "env": { "TOKEN": "new" } }"""), "hub", static _ => null);

        SecretsFile.Write(moved, old, _folder.Path);

        Assert.Equal("# mine\nOTHER=1\nTOKEN=new\n", _folder.Read(".env"));
    }

    [Fact]
    public void A_config_without_secrets_is_left_alone()
    {
        var source = Source("""{ "command": "x", "env": { "TOKEN": "${TOKEN}", "LEVEL": "debug" } }""");

        Assert.Same(source, SecretMove.Out(source, "x", static _ => null).Source);
    }

    public void Dispose() => _folder.Dispose();

    private ServerSource Source(string config) => ConfigFile.Read(_folder.Write("config.json", config), null)[0];

    private (SecretMove Moved, string File) Move(ServerSource source)
    {
        var moved = SecretMove.Out(source, source.Config.Name, static _ => null);
        SecretsFile.Write(moved, null, _folder.Path);
        return (moved, _folder.Read(".env"));
    }

    private static ServerLaunch Launch(SkillConfig config, string file) =>
        new LaunchResolver(DotEnv.Over(file, static name => name == "OTHER" ? "other" : null)).Resolve(config, "/");
}
