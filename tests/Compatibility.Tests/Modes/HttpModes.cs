using System.Text.Json.Nodes;
using McpSkillGen.HttpFaultServer;
using Microsoft.AspNetCore.Http;

namespace Compatibility.Tests.Modes;

/// <summary>What servers do over HTTP that the transport's specification does not know.</summary>
internal static class HttpModes
{
    public static IEnumerable<Mode> All { get; } =
    [
        .. HttpBodies.All, .. HttpEvents.All, .. HttpSteps.All, .. HttpStreams.All,
        .. HttpSessions.All, .. HttpRefusals.All, .. HttpHeaders.All, .. LegacySse.All,
    ];

    /// <summary>A server that responds to one method in its own way, and otherwise as usual.</summary>
    public static Action<FaultyHttpServer> To(string method, Func<HttpContext, JsonObject, Task> respond) => server =>
        server.OnMessage = async (context, message) =>
        {
            if ((string?)message["method"] != method)
            {
                return false;
            }

            await respond(context, message);
            return true;
        };

    /// <inheritdoc cref="To(string, Func{HttpContext, JsonObject, Task})"/>
    public static Action<FaultyHttpServer> To(string method, Func<HttpContext, Task> respond) => To(method, (context, _) => respond(context));
}
