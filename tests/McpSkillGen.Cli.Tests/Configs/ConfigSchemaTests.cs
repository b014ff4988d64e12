using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Runtime.Configuration;

[assembly: AssemblyFixture(typeof(IndependentValidator))]

namespace McpSkillGen.Cli.Tests.Configs;

/// <summary>The published schema says what the reader does.</summary>
public sealed class ConfigSchemaTests(IndependentValidator validator)
{
    private static readonly JsonObject Schema = JsonNode.Parse(ConfigSchema.Text)!.AsObject();

    public static TheoryData<bool, string> Examples => new()
    {
        { true, """{ "command": "npx" }""" },
        { true, """{ "$schema": "./executor/mcp-config.schema.json", "name": "x", "description": "d", "transport": "stdio", "command": "npx", "args": ["-y"], "env": { "A": "b" }, "cwd": "." }""" },
        { true, """{ "url": "https://x.example/mcp", "headers": { "A": "${B}" }, "transport": "sse" }""" },
        { true, """{ "endpoint": "https://x.example/mcp" }""" },
        { true, """{ "command": "x", "keep_alive": true, "scope": "workspace", "timeout": 0.5, "tools": { "include": ["a*"], "exclude": [] } }""" },
        { true, """{ "command": "x", "keep_alive": 0 }""" },
        { true, """{ "command": "x", "keepAlive": { "enabled": false, "timeout": 0, "check_interval": 1 } }""" },
        { true, """{ "url": "https://x.example", "auth": { "client_id": "a", "client_secret": "${B}", "scopes": ["c"], "redirect_port": 8080, "grant": "authorization_code" } }""" },
        { true, """{ "url": "https://x.example", "auth": { "client_id": "a", "client_secret": "b", "grant": "client_credentials" } }""" },
        { true, """{ "url": "https://x.example", "auth": { "client_id": "a", "private_key": "${K}", "grant": "client_credentials" } }""" },
        { true, """{ "url": "https://x.example", "auth": { "client_id": "a", "identity_token": "${T}", "identity_token_endpoint": "https://i.example/token", "identity_client_id": "b", "grant": "identity_assertion" } }""" },
        { true, """{ "url": "https://x.example", "auth": {} }""" },
        { true, """{ "url": "https://x.example", "auth": { "account": "work", "issuer": "https://i.example", "redirect_uri": "http://localhost/back", "resource": false, "assume_pkce": true } }""" },
        { true, """{ "command": "x", "tools": { "answer_with_defaults": ["get_*"] } }""" },
        { true, """{ "command": "x", "unknown": 1 }""" },
        { false, "{}" },
        { false, "[]" },
        { false, """{ "name": "x" }""" },
        { false, """{ "command": 5 }""" },
        { false, """{ "command": "" }""" },
        { false, """{ "command": "x", "args": "y" }""" },
        { false, """{ "command": "x", "args": [1] }""" },
        { false, """{ "command": "x", "env": { "A": 1 } }""" },
        { false, """{ "command": "x", "transport": "ws" }""" },
        { false, """{ "command": "x", "timeout": 0 }""" },
        { false, """{ "command": "x", "timeout": 1e12 }""" },
        { false, """{ "command": "x", "keep_alive": -1 }""" },
        { false, """{ "command": "x", "keep_alive": "yes" }""" },
        { false, """{ "command": "x", "keep_alive": { "check_interval": 0 } }""" },
        { false, """{ "command": "x", "scope": "user" }""" },
        { false, """{ "command": "x", "tools": ["a"] }""" },
        { false, """{ "command": "x", "tools": { "include": "a" } }""" },
        { false, """{ "url": "https://x.example", "headers": [] }""" },
        { false, """{ "url": "https://x.example", "headers": { "X Y": "z" } }""" },
        { false, """{ "url": "https://x.example", "headers": { "": "z" } }""" },
        { true, """{ "url": "https://x.example", "client_certificate": "c.pfx" }""" },
        { true, """{ "url": "https://x.example", "client_certificate": { "file": "c.pem", "key": "k.pem", "password": "${P}" } }""" },
        { false, """{ "url": "https://x.example", "client_certificate": "" }""" },
        { false, """{ "url": "https://x.example", "client_certificate": { "key": "k.pem" } }""" },
        { false, """{ "url": "https://x.example", "client_certificate": 5 }""" },
        { false, """{ "url": "https://x.example", "auth": "x" }""" },
        { false, """{ "url": "https://x.example", "auth": { "grant": "password" } }""" },
        { false, """{ "url": "https://x.example", "auth": { "grant": "client_credentials", "client_id": "a" } }""" },
        { false, """{ "url": "https://x.example", "auth": { "grant": "identity_assertion", "client_id": "a", "client_secret": "b" } }""" },
        { false, """{ "url": "https://x.example", "auth": { "scopes": "a" } }""" },
        { false, """{ "url": "https://x.example", "auth": { "redirect_port": 0 } }""" },
        { false, """{ "url": "https://x.example", "auth": { "account": 1 } }""" },
        { false, """{ "url": "https://x.example", "auth": { "resource": "https://x.example" } }""" },
        { false, """{ "url": "https://x.example", "auth": { "assume_pkce": "yes" } }""" },
        { false, """{ "command": "x", "tools": { "answer_with_defaults": "a" } }""" },
    };

    [Fact]
    public void It_knows_the_keys_that_the_reader_knows_and_no_others()
    {
        Assert.Equal(ConfigReader.KnownKeys.Order(StringComparer.Ordinal), Keys(Schema));
        Assert.Equal(AuthorizationReader.KnownKeys.Order(StringComparer.Ordinal), Keys(Schema["properties"]!["auth"]!));
        Assert.Equal(
            ConfigReader.KnownCertificateKeys.Order(StringComparer.Ordinal),
            Keys(Schema["properties"]!["client_certificate"]!["oneOf"]!.AsArray().Single(static one => one!["properties"] is not null)!));
        Assert.Equal(ConfigReader.KnownToolKeys.Order(StringComparer.Ordinal), Keys(Schema["properties"]!["tools"]!));
        Assert.Equal(
            ConfigReader.KnownKeepAliveKeys.Order(StringComparer.Ordinal), Keys(Schema["definitions"]!["keepAlive"]!["oneOf"]!.AsArray().Single(static one => one!["properties"] is not null)!));
    }

    [Fact]
    public void Every_key_is_described_for_the_editors_that_show_it() =>
        Assert.All(Schema["properties"]!.AsObject(), static property => Assert.False(string.IsNullOrWhiteSpace((string?)property.Value!["description"]), property.Key));

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_reader_takes_what_the_schema_takes(bool isValid, string config)
    {
        Assert.Equal(isValid, ConfigReader.Read(Encoding.UTF8.GetBytes(config), "x").Config is not null);
        Assert.SkipUnless(IndependentValidator.IsAvailable, "node and npm are not on PATH; the validator needs them.");
        Assert.Equal(isValid, validator.Validate(ConfigSchema.Text, [config])[0] is null);
    }

    [Fact]
    public void A_written_config_is_valid_and_names_the_schema_that_lies_in_the_skill()
    {
        var written = Encoding.UTF8.GetString(ConfigWriter.Write(new SkillConfig
        {
            Name = "x",
            Command = "npx",
            Arguments = ["-y"],
            CallTimeout = TimeSpan.FromSeconds(5),
            Tools = new ToolFilter(["a"], []),
        }));

        Assert.Equal($"./executor/{ConfigSchema.FileName}", (string?)JsonNode.Parse(written)!["$schema"]);
        Assert.Contains($"executor/{ConfigSchema.FileName}", Plans.Files(Plans.Fixture("notes.json"), "notes").Keys);
        Assert.SkipUnless(IndependentValidator.IsAvailable, "node and npm are not on PATH; the validator needs them.");
        Assert.Null(validator.Validate(ConfigSchema.Text, [written])[0]);
    }

    private static IEnumerable<string> Keys(JsonNode of) => of["properties"]!.AsObject().Select(static property => property.Key).Order(StringComparer.Ordinal);
}
