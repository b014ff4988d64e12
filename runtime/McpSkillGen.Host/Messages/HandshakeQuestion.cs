using System.Text.Json.Nodes;
using McpSkillGen.Runtime.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Messages;

/// <summary>
/// The SDK's <c>server/discover</c> or <c>initialize</c>, and what the SDK gets as its answer: what it decides by, because its
/// types would refuse a server over an icon, or over anything else that they know and we pass on as it is.
/// </summary>
/// <param name="Id">The request's id.</param>
/// <param name="Method">Which of the two.</param>
/// <param name="Version">The version that was asked for.</param>
internal sealed record HandshakeQuestion(RequestId Id, string Method, string? Version)
{
    public static HandshakeQuestion? In(JsonRpcRequest request) => request.Method is RequestMethods.Initialize or RequestMethods.ServerDiscover
        ? new HandshakeQuestion(request.Id, request.Method, (request.Params as JsonObject)?["protocolVersion"]?.GetValue<string>())
        : null;

    public JsonRpcMessage ForSdk(ServerMessage.Answer answer)
    {
        var essence = new JsonObject
        {
            ["capabilities"] = new JsonObject(),
            ["serverInfo"] = new JsonObject { ["name"] = "", ["version"] = "" },
        };
        if (Method == RequestMethods.Initialize)
        {
            // A version that nobody knows, or none: the server takes part all the same, and what was asked for is as good as any.
            var version = answer.Result.Text("protocolVersion"u8);
            essence["protocolVersion"] = McpVersions.IsLegacy(version) ? version : Version;
            return new JsonRpcResponse { Id = Id, Result = essence };
        }

        if (answer.Result.Texts("supportedVersions"u8) is not { } versions || !versions.Contains(McpVersions.FirstModern))
        {
            // It answers a question that it does not know, or only speaks versions that begin with initialize. The SDK asks for that after an
            // error. After an answer it would, too, but under the newer version's header, which a server refuses that does not speak it.
            return new JsonRpcError { Id = Id, Error = new JsonRpcErrorDetail { Code = (int)McpErrorCode.MethodNotFound, Message = "It is not known." } };
        }

        essence["supportedVersions"] = new JsonArray([.. versions.Select(static one => JsonValue.Create(one))]);
        return new JsonRpcResponse { Id = Id, Result = essence };
    }
}
