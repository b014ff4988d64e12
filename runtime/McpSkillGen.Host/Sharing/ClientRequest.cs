using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Client;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Sharing;

/// <summary>A client's request while the host has it: what the host reports goes to the client as the MCP message that it is.</summary>
internal sealed class ClientRequest : ICallObserver
{
    private readonly Conversation _conversation;
    private readonly CancellationTokenSource _cancelling;
    private readonly string? _progressToken;

    /// <param name="conversation">The client's.</param>
    /// <param name="id">As the client wrote it.</param>
    /// <param name="method">The MCP method.</param>
    /// <param name="parameters">Its params; undefined for none.</param>
    /// <param name="outlet">Where everything about it goes.</param>
    /// <param name="over">The client is gone.</param>
    public ClientRequest(Conversation conversation, string id, string method, JsonElement parameters, IOutlet outlet, CancellationToken over)
    {
        (_conversation, Id, Method, Params, Outlet) = (conversation, id, method, parameters, outlet);
        _cancelling = CancellationTokenSource.CreateLinkedTokenSource(over);
        _progressToken = parameters.Member("_meta"u8).Member("progressToken"u8) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } token
            ? token.GetRawText()
            : null;
    }

    public string Id { get; }

    public string Method { get; }

    public JsonElement Params { get; }

    public IOutlet Outlet { get; }

    public CancellationToken Cancelled => _cancelling.Token;

    public bool CanAnswer => _conversation.CanAsk || _conversation.CanOpenPages;

    /// <summary>The client no longer wants an answer.</summary>
    public void Cancel() => _cancelling.Cancel();

    /// <returns>The message that ends the request; null if the client wants none.</returns>
    public ReadOnlyMemory<byte>? AnswerOf(CallOutcome outcome) => outcome switch
    {
        _ when Cancelled.IsCancellationRequested => (ReadOnlyMemory<byte>?)null,
        CallOutcome.Answered { Result: var result } => JsonRpc.Result(Id, result.Span),

        // Servers since 2026-07-28 do not know it, nor many that declare logging. What the client gets is decided here too.
        CallOutcome.Failed { ErrorJson: not null } when Method == JsonRpc.SetLevel => JsonRpc.Result(Id, "{}"u8),
        CallOutcome.Failed { ErrorJson: { } error } => JsonRpc.Error(Id, System.Text.Encoding.UTF8.GetBytes(error)),
        CallOutcome.Failed { ExitCode: ExitCode.WrongArguments, Message: var message } => JsonRpc.Error(Id, JsonRpc.InvalidParams, message),
        CallOutcome.Failed { ExitCode: var exitCode, Message: var message } => JsonRpc.Error(Id, JsonRpc.InternalError, message, (int)exitCode),
        _ => JsonRpc.Error(Id, JsonRpc.InternalError, "The call ended without an answer."),
    };

    public void OnProgress(ReadOnlyMemory<byte> notification)
    {
        if (_progressToken is null || !ForeignJson.TryParseObject(notification, out var document, out _))
        {
            return;
        }

        using (document)
        {
            var own = JsonRpc.With(document.RootElement, "progressToken", writer => writer.WriteRawValue(_progressToken));
            Outlet.Send(JsonRpc.Notification(NotificationMethods.ProgressNotification, own.Span));
        }
    }

    public void OnLog(ReadOnlyMemory<byte> notification) => _conversation.Log(this, notification);

    public void OnNote(string note) => _conversation.Note(note);

    public ReadOnlyMemory<byte> OnQuestion(ReadOnlyMemory<byte> question)
    {
        if (!ForeignJson.TryParseObject(question, out var document, out _))
        {
            return Said("decline");
        }

        using (document)
        {
            var canBeAsked = document.RootElement.Text("mode"u8) is "url" ? _conversation.CanOpenPages : _conversation.CanAsk;
            return canBeAsked ? _conversation.Ask(question, Outlet, Cancelled) ?? Said("cancel") : Said("decline");
        }
    }

    public bool OnApproval(IReadOnlyList<string> lines)
    {
        if (!_conversation.CanAsk)
        {
            return false;
        }

        var question = PlainJson.WriteObject(writer =>
        {
            writer.WriteString("message"u8, string.Join('\n', lines));
            writer.WriteStartObject("requestedSchema"u8);
            writer.WriteString("type"u8, "object"u8);
            writer.WriteStartObject("properties"u8);
            writer.WriteStartObject("allow"u8);
            writer.WriteString("type"u8, "boolean"u8);
            writer.WriteString("title"u8, "Allow this call"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartArray("required"u8);
            writer.WriteStringValue("allow"u8);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        if (_conversation.Ask(question, Outlet, Cancelled) is not { } answer || !ForeignJson.TryParseObject(answer, out var document, out _))
        {
            return false;
        }

        using (document)
        {
            return document.RootElement.Text("action"u8) is "accept" && document.RootElement.Member("content"u8).Member("allow"u8).ValueKind is JsonValueKind.True;
        }
    }

    private static ReadOnlyMemory<byte> Said(string action) => PlainJson.WriteObject(writer => writer.WriteString("action"u8, action));
}
