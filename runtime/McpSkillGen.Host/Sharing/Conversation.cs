using System.Collections.Concurrent;
using System.Text.Json;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Sharing;

/// <summary>One client of MCP, from its first message to its last. Its requests run side by side, each on a thread of its own. Safe for many threads.</summary>
internal sealed class Conversation : IDisposable
{
    // MCP's, from the least to the most severe.
    private static readonly string[] Levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];

    private readonly SkillSet _skills;
    private readonly IOutlet _aside;
    private readonly Action<string> _note;
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<string, ClientRequest> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ReadOnlyMemory<byte>?>> _questions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _subscriptions = new(StringComparer.Ordinal);
    private int _level;
    private int _lastQuestion;
    private ClientRequest? _voice;

    /// <param name="skills">What the client may use.</param>
    /// <param name="aside">Where messages go that are about no request.</param>
    /// <param name="note">Receives what a person may want to know.</param>
    public Conversation(SkillSet skills, IOutlet aside, Action<string> note)
    {
        (_skills, _aside, _note) = (skills, aside, note);
        foreach (var skill in skills.Skills)
        {
            skill.Noticed += OnNotice;
        }
    }

    /// <summary>Whether the client's user can be asked with a form.</summary>
    public bool CanAsk { get; private set; }

    /// <summary>Whether the client's user can be asked to open a page.</summary>
    public bool CanOpenPages { get; private set; }

    /// <summary>Takes one message of the client. Returns at once.</summary>
    /// <param name="message">UTF-8.</param>
    /// <param name="outlet">Where everything about it goes.</param>
    public void Take(ReadOnlyMemory<byte> message, IOutlet outlet)
    {
        if (!ForeignJson.TryParse(message, out var document, out var problem, ForeignJson.MaxResultDepth))
        {
            outlet.End(JsonRpc.Error("null", JsonRpc.ParseError, $"The message {problem}."));
            return;
        }

        var root = document.RootElement;
        var given = root.Member("id"u8);
        var id = given.ValueKind is JsonValueKind.String or JsonValueKind.Number ? given.GetRawText() : null;
        if (id is null && given.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            outlet.End(JsonRpc.Error("null", JsonRpc.InvalidRequest, "The id of a message must be a text or a number."));
            return;
        }

        switch (root.Text("method"u8))
        {
            case { } method when id is not null:
                Answer(id, method, root.Member("params"u8), outlet);
                break;
            case { } method:
                Heed(method, root.Member("params"u8));
                outlet.End(null);
                break;
            case null when given.ValueKind is JsonValueKind.String && _questions.TryRemove(given.AsText(), out var question):
                question.TrySetResult(root.Member("result"u8) is { ValueKind: JsonValueKind.Object } result ? JsonRpc.RawObject(result) : (ReadOnlyMemory<byte>?)null);
                outlet.End(null);
                break;
            case null when id is not null && IsAnswer(root):
                outlet.End(null);
                break;
            default:
                outlet.End(JsonRpc.Error(id ?? "null", JsonRpc.InvalidRequest, "Expected one JSON-RPC request, notification or response."));
                break;
        }
    }

    // Of a question that nobody waits for any more.
    private static bool IsAnswer(JsonElement message) =>
        message.Member("method"u8).ValueKind is JsonValueKind.Undefined
        && (message.Member("result"u8).ValueKind is not JsonValueKind.Undefined || message.Member("error"u8).ValueKind is not JsonValueKind.Undefined);

    /// <summary>Asks the client's user something.</summary>
    /// <param name="parameters">Of <c>elicitation/create</c>: one JSON object, UTF-8.</param>
    /// <param name="outlet">Of the request that it belongs to.</param>
    /// <param name="cancelled">Withdraws the question.</param>
    /// <returns>MCP's <c>ElicitResult</c>; null if the client did not answer it.</returns>
    public ReadOnlyMemory<byte>? Ask(ReadOnlyMemory<byte> parameters, IOutlet outlet, CancellationToken cancelled)
    {
        var id = $"ask-{Interlocked.Increment(ref _lastQuestion)}";
        var answer = _questions[id] = new TaskCompletionSource<ReadOnlyMemory<byte>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var withdrawal = cancelled.UnsafeRegister(static state => ((TaskCompletionSource<ReadOnlyMemory<byte>?>)state!).TrySetResult(null), answer);
        outlet.Send(JsonRpc.Request(RequestMethods.ElicitationCreate, id, parameters.Span));
        var result = answer.Task.GetAwaiter().GetResult();
        _questions.TryRemove(id, out _);
        return result;
    }

    /// <summary>
    /// Passes a log message on, if the client wants its level. A message names no call, so that every call in flight brings it:
    /// the one that brought the first speaks for all.
    /// </summary>
    public void Log(ClientRequest request, ReadOnlyMemory<byte> log)
    {
        var voice = Interlocked.CompareExchange(ref _voice, request, null) ?? request;
        if (!ReferenceEquals(voice, request) || !_skills.MayLog || !ForeignJson.TryParseObject(log, out var document, out _))
        {
            return;
        }

        using (document)
        {
            if (Array.IndexOf(Levels, document.RootElement.Text("level"u8)) is var level && (level < 0 || level >= Volatile.Read(ref _level)))
            {
                request.Outlet.Send(JsonRpc.Notification("notifications/message", log.Span));
            }
        }
    }

    /// <inheritdoc cref="ICallObserver.OnNote"/>
    public void Note(string note) => _note(note);

    /// <summary>The client is gone: its calls are cancelled, and nobody else's.</summary>
    public void Dispose()
    {
        foreach (var skill in _skills.Skills)
        {
            skill.Noticed -= OnNotice;
        }

        _over.Cancel();
    }

    private void Answer(string id, string method, JsonElement parameters, IOutlet outlet)
    {
        switch (method)
        {
            case RequestMethods.Initialize:
                outlet.End(JsonRpc.Result(id, Greet(parameters).Span));
                return;
            case RequestMethods.Ping:
                outlet.End(JsonRpc.Result(id, "{}"u8));
                return;
            case JsonRpc.SetLevel when Array.IndexOf(Levels, parameters.Text("level"u8)) is var level:
                if (level < 0)
                {
                    outlet.End(JsonRpc.Error(id, JsonRpc.InvalidParams, $"'level' must be one of {string.Join(", ", Levels)}."));
                    return;
                }

                Volatile.Write(ref _level, level);
                break;
            case RequestMethods.ResourcesSubscribe when parameters.Text("uri"u8) is { } uri:
                _subscriptions[uri] = 0;
                break;
            case RequestMethods.ResourcesUnsubscribe when parameters.Text("uri"u8) is { } uri:
                // The server goes on telling, because others may be listening.
                _subscriptions.TryRemove(uri, out _);
                outlet.End(JsonRpc.Result(id, "{}"u8));
                return;
            case "server/discover":
                outlet.End(JsonRpc.Error(id, JsonRpc.MethodNotFound, "Method not found: begin with initialize."));
                return;
        }

        var request = new ClientRequest(this, id, method, parameters, outlet, _over.Token);
        if (!_requests.TryAdd(id, request))
        {
            outlet.End(JsonRpc.Error(id, JsonRpc.InvalidRequest, $"The id {id} belongs to a request that still runs."));
            return;
        }

        new Thread(() => Run(request)) { IsBackground = true, Name = "making a client's request" }.Start();
    }

    private void Run(ClientRequest request)
    {
        ReadOnlyMemory<byte>? answer;
        try
        {
            answer = request.AnswerOf(_skills.Call(request.Method, request.Params, request, request.Cancelled));
        }
        catch (Exception e)
        {
            // A bug of ours costs the client this request.
            answer = JsonRpc.Error(request.Id, JsonRpc.InternalError, $"This is a bug of mcp-skill-host; please report it. The tool may or may not have run. {e.GetType().Name}: {e.Message}");
        }

        _requests.TryRemove(request.Id, out _);
        Interlocked.CompareExchange(ref _voice, null, request);
        request.Outlet.End(answer);
    }

    private void Heed(string method, JsonElement parameters)
    {
        if (method == NotificationMethods.CancelledNotification
            && parameters.Member("requestId"u8) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } id
            && _requests.TryGetValue(id.GetRawText(), out var request))
        {
            request.Cancel();
        }
    }

    private ReadOnlyMemory<byte> Greet(JsonElement parameters)
    {
        var elicitation = parameters.Member("capabilities"u8).Member("elicitation"u8);
        CanOpenPages = elicitation.Member("url"u8).ValueKind is JsonValueKind.Object;
        CanAsk = elicitation.ValueKind is JsonValueKind.Object && (!CanOpenPages || elicitation.Member("form"u8).ValueKind is JsonValueKind.Object);
        var asked = parameters.Text("protocolVersion"u8);
        return _skills.Introduction(McpVersions.IsLegacy(asked) ? asked! : McpVersions.NewestLegacy);
    }

    private void OnNotice(SharedSkill skill, ReadOnlyMemory<byte> notice)
    {
        if (!ForeignJson.TryParseObject(notice, out var document, out _))
        {
            return;
        }

        using (document)
        {
            var (method, parameters) = (document.RootElement.Text("method"u8), document.RootElement.Member("params"u8));
            if (method is null || (method == NotificationMethods.ResourceUpdatedNotification && !_subscriptions.ContainsKey(parameters.Text("uri"u8) ?? "")))
            {
                return;
            }

            _aside.Send(JsonRpc.Notification(method, parameters.ValueKind is JsonValueKind.Object ? JsonRpc.RawObject(parameters).Span : []));
        }
    }
}
