using System.Text;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>A literal secret in a config: in the skill's <c>.env</c> and nowhere else, and the server still gets it.</summary>
public sealed class SecretsTests : IDisposable
{
    private const string Token = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345";
    private const string Password = "p$4ss \"w0rd\" # \\n'x'";

    private readonly string _folder = Directory.CreateTempSubdirectory("secrets-").FullName;

    private Dictionary<string, string?> Variables => new() { ["MCP_SKILL_RUNTIME_DIR"] = Path.Combine(_folder, "run") };

    [Fact]
    public async Task No_file_of_the_skill_but_its_env_holds_the_secret_and_the_server_sees_the_same_values()
    {
        var made = (await ScaffoldAsync(new JsonObject
        {
            ["mcpServers"] = new JsonObject
            {
                ["fault"] = new JsonObject
                {
                    ["command"] = Built.FaultServer,
                    ["args"] = new JsonArray("tells-its-token", "--api-key", Token),
                    ["env"] = new JsonObject { ["TOKEN"] = Token, ["DB_PASSWORD"] = Password, ["LEVEL"] = "debug" },
                },
            },
        })).Expect(0);

        var skill = Path.Combine(_folder, "skills", "fault");
        Assert.DoesNotContain(Token, made.Output + made.Error, StringComparison.Ordinal);
        Assert.Contains("Moved the secret in env.TOKEN to .env. The config now says ${TOKEN}.", made.Error, StringComparison.Ordinal);
        Assert.Empty(FilesThatHold(skill, Token));
        Assert.Empty(FilesThatHold(skill, Password));
        Assert.Contains("***", await ReadAsync(skill, "mcp-catalog.json"), StringComparison.Ordinal);
        Assert.Contains(".env\n", await ReadAsync(skill, ".gitignore"), StringComparison.Ordinal);
        Assert.Contains("DB_PASSWORD", await ReadAsync(skill, "SKILL.md"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(skill, ".env")));
        }

        Assert.Equal([Token, Password, "debug"], [await VariableAsync(skill, "TOKEN"), await VariableAsync(skill, "DB_PASSWORD"), await VariableAsync(skill, "LEVEL")]);
        var help = (await ExecutorAsync(skill, "--help")).Expect(0).Output;
        Assert.Contains("TOKEN        needed by args[2], env.TOKEN; set in .env", help, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, help, StringComparison.Ordinal);
        (await ExecutorAsync(skill, "stop")).Expect(0);
    }

    [Fact]
    public async Task A_server_that_names_its_token_as_it_dies_is_quoted_without_it()
    {
        var ran = (await ScaffoldAsync(new JsonObject
        {
            ["name"] = "fault",
            ["command"] = Built.FaultServer,
            ["args"] = new JsonArray("dies-telling-its-token"),
            ["env"] = new JsonObject { ["TOKEN"] = Token },
        })).Expect(4);

        Assert.Contains("the token *** has expired", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "skills")));
    }

    [Fact]
    public async Task Secrets_stay_where_they_are_when_that_is_asked_for()
    {
        (await ScaffoldAsync(
            new JsonObject { ["name"] = "fault", ["command"] = Built.FaultServer, ["env"] = new JsonObject { ["TOKEN"] = Token } }, "--keep-secrets", "--no-build")).Expect(0);

        var skill = Path.Combine(_folder, "skills", "fault");
        Assert.Equal(["mcp-config.json"], FilesThatHold(skill, Token).Select(Path.GetFileName));
        Assert.False(File.Exists(Path.Combine(skill, ".env")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<Ran> ScaffoldAsync(JsonObject config, params string[] options)
    {
        var file = Path.Combine(_folder, "config.json");
        await File.WriteAllTextAsync(file, config.ToJsonString(), TestContext.Current.CancellationToken);
        return await Ran.ProgramAsync(Built.Mcpgen, ["scaffold", file, "-o", Path.Combine(_folder, "skills"), .. options], _folder, Variables);
    }

    private Task<Ran> ExecutorAsync(string skill, params string[] arguments) =>
        Ran.ProgramAsync(Path.Combine(skill, "scripts", Path.GetFileName(skill)), arguments, variables: Variables);

    private async Task<string> VariableAsync(string skill, string name) =>
        (await ExecutorAsync(skill, "env", "--name", name)).Expect(0).Output.TrimEnd('\n');

    private static Task<string> ReadAsync(string skill, string file) => File.ReadAllTextAsync(Path.Combine(skill, file), TestContext.Current.CancellationToken);

    // Also as .NET keeps texts in its programs, and as JSON and C# write them.
    private static string[] FilesThatHold(string folder, string secret)
    {
        var escaped = secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        byte[][] spellings = [Encoding.UTF8.GetBytes(secret), Encoding.Unicode.GetBytes(secret), Encoding.UTF8.GetBytes(escaped)];
        return [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetFileName(file) != ".env")
            .Where(file => File.ReadAllBytes(file) is var bytes && spellings.Any(spelling => bytes.AsSpan().IndexOf(spelling) >= 0))];
    }
}
