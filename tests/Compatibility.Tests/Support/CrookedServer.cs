using Compatibility.Tests.Modes;
using McpSkillGen.HttpFaultServer;

namespace Compatibility.Tests.Support;

/// <summary>Starts a server over HTTP that behaves as a mode says.</summary>
internal static class CrookedServer
{
    public static async Task<FaultyHttpServer> StartAsync(Mode mode)
    {
        var server = await FaultyHttpServer.StartAsync();
        server.Says = mode.Script.Answer;
        mode.Http(server);
        return server;
    }
}
