using System.Globalization;
using System.Text.Json;
using McpSkillGen.Runtime.Json;
using McpSkillGen.Runtime.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Messages;

/// <summary>A JSON-RPC error, as far as the server kept to JSON-RPC.</summary>
/// <param name="Json">All of it, of any type.</param>
internal sealed record ServerError(JsonElement Json)
{
    /// <summary>An integer, also if it is written as a text; null if it is neither.</summary>
    public int? Code => Json.Number("code"u8) is { } code && code == (int)code ? (int)code : null;

    /// <summary>What the server says; all that it sent if that is not a message.</summary>
    public string Message => Json.Member("message"u8) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } message
        ? message.TextOrJson()
        : Json.TextOrJson();

    /// <summary>Whether the server does not know what it was asked for. Some say so in words, with a code of their own.</summary>
    public bool IsMethodUnknown => Code is (int)McpErrorCode.MethodNotFound || Message.StartsWith("method not found", StringComparison.OrdinalIgnoreCase);

    /// <summary>The rest of a sentence that begins with "The server answered with".</summary>
    public string Words
    {
        get
        {
            var (code, message) = (Json.Member("code"u8), PlainLine.Of(Message));
            return code.ValueKind is JsonValueKind.Undefined ? $"an error: {message}" : $"error {Code?.ToString(CultureInfo.InvariantCulture) ?? PlainLine.Of(code.TextOrJson())}: {message}";
        }
    }

    /// <summary>What the SDK made of an error.</summary>
    public static ServerError Of(McpProtocolException e)
    {
        var members = new System.Text.Json.Nodes.JsonObject { ["code"] = (int)e.ErrorCode, ["message"] = e.Message };
        using var document = JsonDocument.Parse(JsonTree.ToBytes(members));
        return new ServerError(document.RootElement.Clone());
    }

    /// <summary>The error that a response's body holds; null if it holds none.</summary>
    public static ServerError? In(ReadOnlyMemory<byte> body) =>
        ForeignJson.TryParseObject(body, out var document, out _)
        && document.RootElement.Member("error"u8) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } error
            ? new ServerError(error)
            : null;

    /// <summary>The same for the SDK, which knows only what JSON-RPC knows.</summary>
    public JsonRpcErrorDetail ToDetail() => new()
    {
        Code = Code ?? (int)McpErrorCode.InternalError,
        Message = Message,
        Data = Json.Member("data"u8) is { ValueKind: not JsonValueKind.Undefined } data ? data : null,
    };
}
