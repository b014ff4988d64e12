using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Compatibility.Tests.Modes;

namespace Compatibility.Tests.Support;

/// <summary>One skill whose server misbehaves, asked once or twice by a real executor through a real host, and stopped again.</summary>
internal sealed class Trial : IAsyncDisposable
{
    public const string Message = "hello there";

    // Whatever hangs is ended before the test's patience is.
    private const string CallLimit = "20";

    private readonly string _root = Directory.CreateTempSubdirectory("compat-").FullName;

    private Trial(JsonObject server)
    {
        var scripts = Directory.CreateDirectory(Path.Combine(_root, "skill", "scripts")).FullName;
        foreach (var file in Directory.GetFiles(Repository.Metadata("Executor")))
        {
            File.Copy(file, Path.Combine(scripts, Path.GetFileName(file)));
        }

        File.CreateSymbolicLink(Path.Combine(scripts, "mcp-skill-host"), Repository.Metadata("HostProgram"));
        server["name"] = "compat";
        File.WriteAllText(ConfigFile, server.ToJsonString());
    }

    private string ConfigFile => Path.Combine(_root, "skill", "mcp-config.json");

    private string Executor => Path.Combine(_root, "skill", "scripts", "compat");

    public static async Task OfHttpAsync(Mode mode)
    {
        await using var server = await Support.CrookedServer.StartAsync(mode);
        await OfAsync(mode, new JsonObject { ["url"] = server.Url }, () => mode.Between?.Invoke(server));
        mode.Check(server);
    }

    public static async Task OfStdioAsync(Mode mode)
    {
        var server = new JsonObject { ["command"] = Repository.Metadata("ScriptedServer"), ["args"] = new JsonArray(JsonSerializer.Serialize(mode.Script)) };
        await OfAsync(mode, server, static () => { });
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(Executor, "stop");
        Directory.Delete(_root, recursive: true);
    }

    private static async Task OfAsync(Mode mode, JsonObject server, Action between)
    {
        foreach (var (name, value) in mode.Config)
        {
            server[name] = value?.DeepClone();
        }

        await using var trial = new Trial(server);
        var said = await trial.AskAsync(mode.Asks);
        if (mode.Between is not null)
        {
            between();
            said = await trial.AskAsync(mode.Asks);
        }

        said.Check(mode.Outcome);
    }

    private Task<Said> AskAsync(Question question) => question is Question.Catalog
        ? RunAsync(Repository.Metadata("HostProgram"), "introspect", "--config", ConfigFile)
        : RunAsync(Executor, "call", "echo", $$"""{"message":"{{Message}}"}""", "--timeout", CallLimit);

    private async Task<Said> RunAsync(string program, params string[] arguments)
    {
        var ran = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(_root)
            .WithEnvironmentVariables(variables => variables.Set("MCP_SKILL_RUNTIME_DIR", Path.Combine(_root, "run")))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
        return new Said(ran.ExitCode, ran.StandardOutput, ran.StandardError);
    }

    private sealed record Said(int ExitCode, string Output, string Error)
    {
        public void Check(Outcome expected)
        {
            var all = $"exit {ExitCode}\nstdout: {Output}\nstderr: {Error}";
            Assert.True(ExitCode == expected.ExitCode, all);
            Assert.All(expected.Words, word => Assert.Contains(word, all, StringComparison.Ordinal));
        }
    }
}
