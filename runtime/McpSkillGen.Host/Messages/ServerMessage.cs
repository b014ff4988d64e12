using System.Buffers;
using System.Text.Json;
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

    /// <param name="Id">Our number for what is answered; null if the server did not understand the request so far.</param>
    /// <param name="Error">Why there is no result.</param>
    public sealed record Failure(RequestId? Id, ServerError Error) : ServerMessage;

    /// <returns>Null if the line is no message.</returns>
    public static ServerMessage? Parse(ReadOnlySequence<byte> line)
    {
        line = AnswerReader.WithoutByteOrderMark(line);
        if (line.Length > MaxLength || !ForeignJson.TryParseObject(line.IsSingleSegment ? line.First : line.ToArray(), out var document, out _))
        {
            return null;
        }

        var root = document.RootElement;
        var id = root.Member("id"u8);
        if (root.Text("method"u8) is { } method)
        {
            var parameters = root.Member("params"u8);
            return IdOf(id) is { } asked ? new Request(asked, method, parameters)
                : id.ValueKind is JsonValueKind.Undefined ? new Notification(method, parameters)
                : null;
        }

        // A server that writes both means the one that is not null.
        return root.Member("error"u8) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } error
            ? new Failure(AnswerId.Of(id), new ServerError(error))
            : root.Member("result"u8) is { ValueKind: not JsonValueKind.Undefined } result && AnswerId.Of(id) is { } answered ? new Answer(answered, result)
            : null;
    }

    /// <summary>The same for the SDK.</summary>
    public JsonRpcMessage ToSdk() => this switch
    {
        Request request => new JsonRpcRequest { Id = request.Id, Method = request.Method, Params = JsonTree.Of(request.Params) },
        Notification notification => new JsonRpcNotification { Method = notification.Method, Params = JsonTree.Of(notification.Params) },
        Failure { Id: { } id } failure => new JsonRpcError { Id = id, Error = failure.Error.ToDetail() },
        Answer answer => new JsonRpcResponse { Id = answer.Id, Result = JsonTree.Of(answer.Result) },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The server's own id for a request, which our answer repeats.</summary>
    public static RequestId? IdOf(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.String => new RequestId(id.AsText()),
        JsonValueKind.Number when id.TryGetInt64(out var number) => new RequestId(number),
        _ => null,
    };
}
