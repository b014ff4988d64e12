using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Processes;
using McpSkillGen.Cli.Tests.Support;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Tests.Configs;

/// <summary>The published schema says what the reader does.</summary>
public sealed class ConfigSchemaTests
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
        { false, """{ "url": "https://x.example", "auth": "x" }""" },
        { false, """{ "url": "https://x.example", "auth": { "grant": "password" } }""" },
        { false, """{ "url": "https://x.example", "auth": { "grant": "client_credentials", "client_id": "a" } }""" },
        { false, """{ "url": "https://x.example", "auth": { "grant": "identity_assertion", "client_id": "a", "client_secret": "b" } }""" },
        { false, """{ "url": "https://x.example", "auth": { "scopes": "a" } }""" },
        { false, """{ "url": "https://x.example", "auth": { "redirect_port": 0 } }""" },
    };

    [Fact]
    public void It_knows_the_keys_that_the_reader_knows_and_no_others()
    {
        Assert.Equal(ConfigReader.KnownKeys.Order(StringComparer.Ordinal), Keys(Schema));
        Assert.Equal(AuthorizationReader.KnownKeys.Order(StringComparer.Ordinal), Keys(Schema["properties"]!["auth"]!));
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
        Assert.SkipUnless(Ajv.IsAvailable, "node and npm are not on PATH; an independent validator needs them.");
        Assert.Equal(isValid, Ajv.Validate(ConfigSchema.Text, config) is null);
    }

    [Fact]
    public void A_written_config_is_valid_and_names_the_schema_that_lies_in_the_skill()
    {
        var written = Encoding.UTF8.GetString(ConfigWriter.Write(new SkillConfig { Name = "x", Command = "npx", Arguments = ["-y"], CallTimeout = TimeSpan.FromSeconds(5), Tools = new ToolFilter(["a"], []) }));

        Assert.Equal($"./executor/{ConfigSchema.FileName}", (string?)JsonNode.Parse(written)!["$schema"]);
        Assert.Contains($"executor/{ConfigSchema.FileName}", Plans.Files(Plans.Fixture("notes.json"), "notes").Keys);
        Assert.SkipUnless(Ajv.IsAvailable, "node and npm are not on PATH; an independent validator needs them.");
        Assert.Null(Ajv.Validate(ConfigSchema.Text, written));
    }

    private static IEnumerable<string> Keys(JsonNode of) => of["properties"]!.AsObject().Select(static property => property.Key).Order(StringComparer.Ordinal);

    /// <summary>The validator of the generator's tests, asked one question at a time.</summary>
    private static class Ajv
    {
        private static readonly string Root = typeof(Ajv).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "RepositoryRoot").Value!;
        private static readonly Lazy<string> Folder = new(Install);

        public static bool IsAvailable { get; } = Toolchain.IsOnPath("node") && Toolchain.IsOnPath("npm");

        /// <returns>What is wrong; null where it is valid.</returns>
        public static string? Validate(string schema, string value)
        {
            using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder.Value, "validate.cjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            node.StandardInput.WriteLine(new JsonObject { ["schema"] = JsonNode.Parse(schema), ["values"] = new JsonArray(JsonNode.Parse(value)) }.ToJsonString());
            node.StandardInput.Close();
            var answer = JsonNode.Parse(node.StandardOutput.ReadToEnd())!;
            node.WaitForExit();
            return answer["problems"] is JsonArray problems ? (string?)problems[0] : throw new InvalidOperationException((string?)answer["unreadable"]);
        }

        // Installed once per content of the folder, from the pinned lock file.
        private static string Install()
        {
            var source = Path.Combine(Root, "tests", "McpSkillGen.Generator.Tests", "Validator");
            string[] files = ["package.json", "package-lock.json", "validate.cjs"];
            var target = Path.Combine(Root, "artifacts", "npm", Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(file => File.ReadAllBytes(Path.Combine(source, file)))]))[..16]);
            var finished = Path.Combine(target, ".installed");
            if (!File.Exists(finished))
            {
                Directory.CreateDirectory(target);
                foreach (var file in files)
                {
                    File.Copy(Path.Combine(source, file), Path.Combine(target, file), overwrite: true);
                }

                using var npm = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--silent"]) { WorkingDirectory = target })!;
                npm.WaitForExit();
                Assert.Equal(0, npm.ExitCode);
                File.WriteAllText(finished, "");
            }

            return target;
        }
    }
}
