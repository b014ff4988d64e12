using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;

namespace McpSkillGen.OAuthServer;

/// <summary>
/// An MCP server of two tools, <c>echo</c> and <c>more</c>, that lets nobody in without a token for it. Its sessions end when they are told to.
/// </summary>
internal sealed class McpEndpoint(ProtectedServer server)
{
    private const string SessionHeader = "Mcp-Session-Id";

    public async Task HandleAsync(HttpContext context)
    {
        string? key = context.Request.Headers["X-Key"];
        server.Requests.Enqueue((context.Request.Headers.Authorization, key));
        var message = context.Request.Method == HttpMethods.Post ? (await JsonNode.ParseAsync(context.Request.Body))!.AsObject() : null;
        var who = await ProtectedServer.WhoAsync(context);
        var principal = who.Principal is { } known && known.GetAudiences().Contains(server.Url) ? known : null;
        if (principal is null && !(server.GreetsEverybody && (string?)message?["method"] is "initialize" or "notifications/initialized"))
        {
            Decline(context, 401, server.GreetsEverybody ? ", scope=\"echo\"" : "");
            return;
        }

        var session = (string?)context.Request.Headers[SessionHeader];
        if (session is not null && !server.Sessions.ContainsKey(session))
        {
            context.Response.StatusCode = 404;
            return;
        }

        if (session is not null && context.Request.Method == HttpMethods.Delete)
        {
            server.Sessions.TryRemove(session, out _);
            return;
        }

        if (message is null)
        {
            context.Response.StatusCode = 405;
            return;
        }

        var tool = (string?)message["params"]?["name"];
        if (tool == "more" && !principal!.HasScope(ProtectedServer.MoreScope))
        {
            Decline(context, 403, $", error=\"insufficient_scope\", scope=\"{ProtectedServer.MoreScope}\"");
            return;
        }

        if (message["id"] is not { } id)
        {
            context.Response.StatusCode = 202;
            return;
        }

        var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone() };
        switch ((string?)message["method"])
        {
            case "initialize":
                var begun = Guid.NewGuid().ToString("N");
                server.Sessions[begun] = principal?.GetClaim(OpenIddictConstants.Claims.Subject) ?? "anybody";
                context.Response.Headers[SessionHeader] = begun;
                answer["result"] = new JsonObject
                {
                    ["protocolVersion"] = "2025-11-25",
                    ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
                    ["serverInfo"] = new JsonObject { ["name"] = "protected", ["version"] = "1.0" },
                };
                break;
            case "tools/list":
                answer["result"] = new JsonObject { ["tools"] = new JsonArray(Tool("echo"), Tool("more")) };
                break;
            case "tools/call":
                await server.WaitForLeaveAsync();
                var text = $"{principal!.GetClaim(OpenIddictConstants.Claims.Subject)}: {(string?)message["params"]?["arguments"]?["message"]}";
                answer["result"] = new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) };
                break;
            default:
                answer["error"] = new JsonObject { ["code"] = -32601, ["message"] = "Method not found" };
                break;
        }

        await context.Response.WriteAsJsonAsync(answer);
    }

    private void Decline(HttpContext context, int status, string more)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.WWWAuthenticate = $"Bearer resource_metadata=\"{server.Issuer}.well-known/oauth-protected-resource/mcp\"{more}";
    }

    private static JsonObject Tool(string name) => new()
    {
        ["name"] = name,
        ["description"] = "Says who calls, and what.",
        ["inputSchema"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["message"] = new JsonObject { ["type"] = "string" } },
        },
    };
}
