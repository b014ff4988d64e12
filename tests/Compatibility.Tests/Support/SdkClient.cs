using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Compatibility.Tests.Modes;
using McpSkillGen.ScriptedServer;

namespace Compatibility.Tests.Support;

/// <summary>The TypeScript SDK's client, one for all tests of a class: <c>sdk-client.mjs</c>, asked over its standard input.</summary>
public sealed class SdkClient : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Process? _process;

    /// <summary>Skips the test where there is no npm.</summary>
    private async Task StartAsync()
    {
        Assert.SkipUnless(NpmFolder.CanInstall, "node and npm are not on PATH; the SDK comes from npm.");
        if (_process is not null)
        {
            return;
        }

        var folder = Repository.PathOf("tests/Compatibility.Tests/npm");
        var packages = await NpmFolder.InstallAsync(folder, Repository.PathOf("artifacts/npm"), TestContext.Current.CancellationToken);
        _process = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "sdk-client.mjs"), packages.FileOf("@modelcontextprotocol/sdk", "dist/esm/client/")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
    }

    /// <param name="target">The server.</param>
    /// <param name="question">What it is asked.</param>
    /// <param name="isSame">Whether the connection of the last question is used again.</param>
    private async Task<SdkAnswer> AskAsync(SdkTarget target, Question question, bool isSame = false)
    {
        var asked = new JsonObject
        {
            ["url"] = target.Url,
            ["command"] = target.Command,
            ["args"] = new JsonArray([.. target.Arguments.Select(static argument => JsonValue.Create(argument))]),
            ["asks"] = question is Question.Catalog ? "list" : "call",
            ["message"] = Trial.Message,
            ["isSame"] = isSame,
        };
        await _process!.StandardInput.WriteLineAsync(asked.ToJsonString());
        var answer = JsonNode.Parse((await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!)!;
        return new SdkAnswer((string?)answer["text"], (string?)answer["error"]);
    }

    internal async Task MustFailAsync(Mode mode, SdkTarget target, Action between)
    {
        var answer = await TurnAsync(mode, target, between);
        Assert.True(answer.Text is null, $"The SDK's client gets along with a server that {mode.Name}: it got {answer.Text}.");
    }

    // It has one thread of conversation, and the tests of a class run at once.
    private async Task<SdkAnswer> TurnAsync(Mode mode, SdkTarget target, Action between)
    {
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await StartAsync();
            var answer = await AskAsync(target, mode.Asks);
            if (mode.Between is null)
            {
                return answer;
            }

            between();
            return await AskAsync(target, mode.Asks, isSame: true);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _process?.Kill();
        _process?.Dispose();
    }
}

/// <summary>How the SDK's client reaches a server.</summary>
internal sealed record SdkTarget(string? Url, string? Command = null, params string[] Arguments)
{
    public static SdkTarget Of(Script script) => new(null, Repository.Metadata("ScriptedServer"), JsonSerializer.Serialize(script));
}

/// <summary>What the SDK's client made of a server.</summary>
/// <param name="Text">What came; null if nothing of use did.</param>
/// <param name="Error">Why nothing did.</param>
internal sealed record SdkAnswer(string? Text, string? Error);
