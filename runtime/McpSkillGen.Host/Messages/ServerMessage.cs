using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Messages;

/// <summary>What a server can say, except the results of calls, which stay bytes. Nothing that is read from it throws.</summary>
internal abstract record ServerMessage
{
    // No notification, request or error is honestly longer.
    private const int MaxLength = 16 * 1024 * 1024;

    private ServerMessage()
    {
    }

    /// <param name="Id">The server's number for it.</param>
    /// <param name="Method">What it asks for.</param>
    /// <param name="Params">Of any type; undefined if there are none.</param>
    public sealed record Request(RequestId Id, string Method, JsonElement Params) : ServerMessage;

    /// <param name="Method">What it is about.</param>
    /// <param name="Params">Of any type; undefined if there are none.</param>
    public sealed record Notification(string Method, JsonElement Params) : ServerMessage;

    /// <param name="Id">Our number for what is answered.</param>
    /// <param name="Result">Of any type.</param>
    public sealed record Answer(RequestId Id, JsonElement Result) : ServerMessage;

    /// <param name="Id">Our number for what is answered.</param>
    /// <param name="Error">Why there is no result.</param>
    public sealed record Failure(RequestId Id, ServerError Error) : ServerMessage;

    /// <param name="line">The message's bytes.</param>
    /// <param name="awaited">What an error without a usable id is about, if that is known.</param>
    /// <returns>Null if the line is no message.</returns>
    public static ServerMessage? Parse(ReadOnlySequence<byte> line, RequestId? awaited = null)
    {
        line = AnswerReader.WithoutByteOrderMark(line);
        if (line.Length > MaxLength || !ForeignJson.TryParseObject(line.IsSingleSegment ? line.First : line.ToArray(), out var document, out _))
        {
            return null;
        }

        var root = document.RootElement;
        if (root.Text("method"u8) is { } method)
        {
            var parameters = root.Member("params"u8);
            return OwnIdOf(root.Member("id"u8)) is { } own ? new Request(own, method, parameters)
                : root.Member("id"u8).ValueKind is JsonValueKind.Undefined ? new Notification(method, parameters)
                : null;
        }

        // A server that writes both means the one that is not null.
        var id = AnswerId.Of(root.Member("id"u8));
        return root.Member("error"u8) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } error
                ? (id ?? awaited) is { } answered ? new Failure(answered, new ServerError(error)) : null
            : id is null ? null
            : root.Member("result"u8) is { ValueKind: not JsonValueKind.Undefined } result ? new Answer(id.Value, result)
            : null;
    }

    /// <summary>The same for the SDK.</summary>
    public JsonRpcMessage ToSdk() => this switch
    {
        Request request => new JsonRpcRequest { Id = request.Id, Method = request.Method, Params = JsonTree.Of(request.Params) },
        Notification notification => new JsonRpcNotification { Method = notification.Method, Params = JsonTree.Of(notification.Params) },
        Failure failure => new JsonRpcError { Id = failure.Id, Error = failure.Error.ToDetail() },
        Answer answer => new JsonRpcResponse { Id = answer.Id, Result = JsonTree.Of(answer.Result) },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>
    /// An answer to the SDK's own request, with what the SDK decides by: its types would refuse a server over an icon, or over
    /// anything else that they know and we pass on as it is.
    /// </summary>
    public static JsonRpcResponse HandshakeForSdk(Answer answer)
    {
        var essence = new JsonObject
        {
            ["capabilities"] = new JsonObject(),
            ["serverInfo"] = new JsonObject { ["name"] = "", ["version"] = "" },
        };
        if (answer.Result.Text("protocolVersion"u8) is { } version)
        {
            essence["protocolVersion"] = version;
        }

        if (answer.Result.Texts("supportedVersions"u8) is { } versions)
        {
            essence["supportedVersions"] = new JsonArray([.. versions.Select(static one => JsonValue.Create(one))]);
        }

        return new JsonRpcResponse { Id = answer.Id, Result = essence };
    }

    /// <summary>The id of a server's own request, which it gets back as it wrote it.</summary>
    private static RequestId? OwnIdOf(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.String => new RequestId(id.AsText()),
        JsonValueKind.Number => AnswerId.Of(id),
        _ => null,
    };
}
