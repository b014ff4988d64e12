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

    private readonly BuiltSkill _skill;

    private Trial(BuiltSkill skill, JsonObject server)
    {
        _skill = skill;
        Directory.CreateDirectory(Folder);
        server["name"] = "compat";
        File.WriteAllText(ConfigFile, server.ToJsonString());
    }

    private string Folder => Path.Combine(_root, "skill");

    private string ConfigFile => Path.Combine(Folder, "mcp-config.json");

    public static async Task OfHttpAsync(BuiltSkill skill, Mode mode)
    {
        await using var server = await Support.CrookedServer.StartAsync(mode);
        await OfAsync(skill, mode, new JsonObject { ["url"] = server.Url }, () => mode.Between?.Invoke(server));
        mode.Check(server);
    }

    public static async Task OfStdioAsync(BuiltSkill skill, Mode mode)
    {
        var server = new JsonObject { ["command"] = Repository.Metadata("ScriptedServer"), ["args"] = new JsonArray(JsonSerializer.Serialize(mode.Script)) };
        await OfAsync(skill, mode, server, static () => { });
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("stop");
        await Eventually.TrueAsync(TryDelete, "the host has written its last into the skill's folder");
    }

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task OfAsync(BuiltSkill skill, Mode mode, JsonObject server, Action between)
    {
        foreach (var (name, value) in mode.Config)
        {
            server[name] = value?.DeepClone();
        }

        await using var trial = new Trial(skill, server);
        var said = await trial.AskAsync(mode.Asks);
        if (mode.Between is not null)
        {
            between();
            said = await trial.AskAsync(mode.Asks);
        }

        said.Check(mode.Outcome);
    }

    private Task<Said> AskAsync(Question question) => question is Question.Catalog
        ? RunAsync([.. _skill.Host, "introspect", "--config", ConfigFile])
        : ExecuteAsync("call", "echo", $$"""{"message":"{{Message}}"}""", "--timeout", CallLimit);

    // As the launcher does it, without looking for the programs first.
    private Task<Said> ExecuteAsync(params string[] arguments) => RunAsync([.. _skill.Executor(Folder), .. arguments]);

    private async Task<Said> RunAsync(string[] commandLine)
    {
        var ran = await Cli.Wrap(commandLine[0])
            .WithArguments(commandLine[1..])
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
            Assert.All(expected.Unsaid, word => Assert.DoesNotContain(word, all, StringComparison.Ordinal));
        }
    }
}
