using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Compatibility.Tests.Modes;
using McpSkillGen.ScriptedServer;

namespace Compatibility.Tests.Support;

/// <summary>The TypeScript SDK's client, one process for all tests of a class: <c>sdk-client.mjs</c>, asked over its standard input.</summary>
public sealed class SdkClient : IAsyncLifetime
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<SdkAnswer>> _asked = new();
    private readonly SemaphoreSlim _writing = new(1);
    private int _latestId;
    private Process? _process;
    private Task _reading = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        if (!NpmFolder.CanInstall)
        {
            return;
        }

        var folder = Repository.PathOf("tests/Compatibility.Tests/npm");
        var packages = await NpmFolder.InstallAsync(folder, Repository.PathOf("artifacts/npm"), CancellationToken.None);
        _process = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "sdk-client.mjs"), packages.FileOf("@modelcontextprotocol/sdk", "dist/esm/client/")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _reading = ReadAsync(_process.StandardOutput);
    }

    /// <summary>Skips the test where there is no npm.</summary>
    internal async Task MustFailAsync(Mode mode, SdkTarget target, Action between)
    {
        Assert.SkipUnless(NpmFolder.CanInstall, "node and npm are not on PATH; the SDK comes from npm.");
        var conversation = Guid.NewGuid();
        var answer = await AskAsync(conversation, target, mode.Asks);
        if (mode.Between is not null)
        {
            between();
            answer = await AskAsync(conversation, target, mode.Asks);
        }

        Assert.True(answer.Text is null, $"The SDK's client gets along with a server that {mode.Name}: it got {answer.Text}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process?.Kill();
        await _reading;
        _process?.Dispose();
        _writing.Dispose();
    }

    private async Task<SdkAnswer> AskAsync(Guid conversation, SdkTarget target, Question question)
    {
        var id = Interlocked.Increment(ref _latestId);
        var asked = new JsonObject
        {
            ["id"] = id,
            ["conversation"] = conversation.ToString(),
            ["url"] = target.Url,
            ["command"] = target.Command,
            ["args"] = new JsonArray([.. target.Arguments.Select(static argument => JsonValue.Create(argument))]),
            ["asks"] = question is Question.Catalog ? "list" : "call",
            ["message"] = Trial.Message,
        };
        var answer = _asked[id] = new TaskCompletionSource<SdkAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _writing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await _process!.StandardInput.WriteLineAsync(asked.ToJsonString());
        }
        finally
        {
            _writing.Release();
        }

        return await answer.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            var answer = JsonNode.Parse(line)!;
            _asked[(int)answer["id"]!].SetResult(new SdkAnswer((string?)answer["text"], (string?)answer["error"]));
        }

        foreach (var asked in _asked.Values)
        {
            asked.TrySetException(new InvalidOperationException("The SDK's client ended."));
        }
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
