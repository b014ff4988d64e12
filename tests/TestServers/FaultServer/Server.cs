using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace McpSkillGen.FaultServer;

/// <summary>Newline-delimited JSON-RPC by hand, because no SDK would let it misbehave like this.</summary>
internal sealed class Server(Journal journal, IReadOnlySet<string> modes)
{
    private readonly Lock _writing = new();
    private readonly Tools _tools = new(journal);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode?>> _asked = new(StringComparer.Ordinal);
    private readonly Odd _odd = new();
    private JsonNode? _clientCapabilities;
    private volatile bool _hangs;
    private int _lastRequest;

    private static string? Token => Environment.GetEnvironmentVariable("TOKEN");

    public async Task RunAsync()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync() is { } line)
        {
            if (JsonNode.Parse(line) is not JsonObject message || modes.Contains("never-answers"))
            {
                continue;
            }

            if (_hangs)
            {
                journal.Write($"ignored {message["method"]}");
                continue;
            }

            Handle(message);
        }
    }

    private void Handle(JsonObject message)
    {
        var parameters = message["params"] as JsonObject ?? [];
        if ((string?)message["method"] == "server/discover")
        {
            journal.Write("discover");
        }

        switch ((string?)message["method"])
        {
            case "notifications/cancelled":
                journal.Write($"cancelled {parameters["requestId"]} {DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
                if (_running.TryGetValue(IdOf(parameters["requestId"]), out var running))
                {
                    running.Cancel();
                }

                break;
            case "server/discover" when modes.Contains("exits-on-discover"):
                Console.Error.WriteLine("fault-server: unknown method server/discover");
                Environment.Exit(2);
                break;
            case "server/discover" when modes.Contains("answers-discover-with-{}"):
                Answer(message, []);
                break;
            case "initialize":
                _clientCapabilities = parameters["capabilities"]?.DeepClone();
                journal.Write($"capabilities {string.Join(' ', (_clientCapabilities as JsonObject ?? []).Select(static capability => capability.Key))}");
                Answer(message, Introduction(parameters));
                break;
            case "tools/list":
                journal.Write("listed");
                var page = Tools.ListPage((string?)parameters["cursor"]);
                if (modes.Contains("tells-its-token"))
                {
                    page["tools"]![0]!["inputSchema"]!["properties"]!.AsObject().First().Value!["default"] = $"<{Token}>";
                }

                if (modes.FirstOrDefault(static mode => mode.EndsWith("-megabytes", StringComparison.Ordinal)) is { } much)
                {
                    page["tools"]![0]!["description"] = new string('x', int.Parse(much.Split('-')[1], CultureInfo.InvariantCulture) * 1024 * 1024);
                }

                if (modes.Contains("cut-texts"))
                {
                    page["tools"]![0]!["description"] = "cut " + Tools.HalfAnEmoji;
                    page["tools"]![0]!["inputSchema"]!["properties"]![Tools.HalfAnEmoji] = new JsonObject { ["type"] = "string" };
                }

                Answer(message, page);
                break;
            case "tools/call":
                _ = CallAsync(message, parameters);
                break;
            case null when message["id"] is not null && _asked.TryRemove(IdOf(message["id"]), out var asked):
                asked.TrySetResult(message.DeepClone());
                break;
            case { } method when message["id"] is not null:
                Offer(message, method, parameters);
                break;
        }
    }

    private void Offer(JsonObject message, string method, JsonObject parameters)
    {
        try
        {
            if (!modes.Contains("only-tools") && Offers.TryAnswer(method, parameters) is { } answer)
            {
                journal.Write(method);
                Answer(message, answer);
                return;
            }

            Refuse(message, -32601, "Method not found", null);
        }
        catch (ArgumentException e)
        {
            Refuse(message, -32602, e.Message, null);
        }
    }

    private JsonObject Introduction(JsonObject parameters) => new()
    {
        // A server that speaks one old version says so, whatever it is asked for.
        ["protocolVersion"] = modes.Contains("speaks-2024") ? "2024-11-05" : parameters["protocolVersion"]?.DeepClone(),
        ["serverInfo"] = new JsonObject { ["name"] = "fault-server", ["version"] = "1.2.3", ["icons"] = Icons() },
        ["capabilities"] = new JsonObject
        {
            ["tools"] = new JsonObject(),
            ["resources"] = new JsonObject(),
            ["prompts"] = new JsonObject(),
            ["completions"] = new JsonObject(),
            ["logging"] = new JsonObject(),
            ["x-odd"] = true,
        },
        ["instructions"] = modes.Contains("tells-its-token") ? $"Für Tests, mit {Token}. 测试" : modes.Contains("cut-texts") ? "Für Tests " + Tools.HalfAnEmoji : "Für Tests. 测试",
    };

    // "sizes" should be an array: servers send what an older draft said.
    private JsonArray? Icons() =>
        modes.Contains("cut-texts") ? new JsonArray(new JsonObject { ["src"] = "https://example.com/i.png", ["sizes"] = "48x48" }) : null;

    private async Task CallAsync(JsonObject message, JsonObject parameters)
    {
        var name = (string?)parameters["name"] ?? "";
        using var cancellation = new CancellationTokenSource();
        _running[IdOf(message["id"])] = cancellation;
        journal.Write($"call {name}");
        try
        {
            if (name is "write" or "flood")
            {
                lock (_writing)
                {
                    _odd.Write(name, parameters["arguments"]!.AsObject(), IdOf(message["id"]));
                }

                return;
            }

            if (name is "repeat")
            {
                var line = ((string)parameters["arguments"]!["line"]!).Replace("%TOKEN%", parameters["_meta"]?["progressToken"]?.ToJsonString(), StringComparison.Ordinal);
                lock (_writing)
                {
                    _odd.Repeat(line, (long)parameters["arguments"]!["times"]!);
                }

                Answer(message, Tools.Text("said"));
                return;
            }

            if (name is "rounds")
            {
                Answer(message, parameters["requestState"] is { } state
                    ? Tools.Text($"called again with {state}")
                    : new JsonObject { ["resultType"] = "input_required", ["requestState"] = "half done" });
                return;
            }

            if (name is "roots")
            {
                Answer(message, await AskForRootsAsync());
                return;
            }

            if (name is "ask")
            {
                Answer(message, await AskAsync(parameters["arguments"]!.AsObject(), cancellation.Token));
                return;
            }

            var token = (parameters["_meta"] as JsonObject)?["progressToken"];
            var result = await _tools.CallAsync(
                name, parameters["arguments"] as JsonObject ?? [], (method, body) => Notify(method, body, token), cancellation.Token);
            _hangs |= name is "hang";
            Answer(message, result);
        }
        catch (OperationCanceledException)
        {
            // The protocol wants no answer to a cancelled request.
            journal.Write($"stopped {name}");
        }
        catch (ArgumentException e)
        {
            Refuse(message, -32602, e.Message, new JsonObject { ["tool"] = name });
        }
        catch (InvalidOperationException e)
        {
            Refuse(message, -32603, e.Message, null);
        }
        finally
        {
            _running.TryRemove(IdOf(message["id"]), out _);
        }
    }

    /// <summary>What the client answers, or that it never said that it could.</summary>
    private async Task<JsonObject> AskForRootsAsync()
    {
        if (_clientCapabilities?["roots"] is null)
        {
            return Tools.Text("the client declares no roots");
        }

        return Tools.Text((await RequestAsync("roots/list", [], CancellationToken.None))?["result"]?.ToJsonString() ?? "an error");
    }

    /// <summary>Asks the client anything, and says what it answered.</summary>
    private async Task<JsonObject> AskAsync(JsonObject arguments, CancellationToken cancelled)
    {
        var answer = await RequestAsync((string)arguments["method"]!, JsonNode.Parse((string?)arguments["params"] ?? "{}")!.AsObject(), cancelled);
        return Tools.Text((answer?["result"] ?? answer?["error"])?.ToJsonString() ?? "nothing");
    }

    private async Task<JsonNode?> RequestAsync(string method, JsonObject parameters, CancellationToken cancelled)
    {
        var id = $"ask-{Interlocked.Increment(ref _lastRequest)}";
        var answered = _asked[$"\"{id}\""] = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        return await answered.Task.WaitAsync(cancelled);
    }

    private static string IdOf(JsonNode? id) => id?.ToJsonString() ?? "";

    private void Notify(string method, JsonObject body, JsonNode? progressToken)
    {
        if (method == "notifications/progress")
        {
            if (progressToken is null)
            {
                return;
            }

            body["progressToken"] = progressToken.DeepClone();
        }

        Write(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = body });
    }

    private void Answer(JsonObject request, JsonObject result) =>
        Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]?.DeepClone(), ["result"] = result });

    private void Refuse(JsonObject request, int code, string why, JsonObject? data)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = why };
        if (data is not null)
        {
            error["data"] = data;
        }

        Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]?.DeepClone(), ["error"] = error });
    }

    private void Write(JsonObject message)
    {
        lock (_writing)
        {
            // No serializer writes half a surrogate pair, so it is put in afterwards.
            Console.Out.Write(message.ToJsonString().Replace(Tools.HalfAnEmoji, "\\ud83d", StringComparison.Ordinal) + "\n");
            Console.Out.Flush();
        }
    }
}
