using System.Net.Http.Headers;
using System.Text;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Links.Http;

/// <summary>Adds what the config says about headers to a request.</summary>
internal static class ConfigHeaders
{
    // These say how a message is written and which session it belongs to. Whoever configures them means what we send anyway.
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Expect", "Keep-Alive", "Last-Event-ID", "MCP-Protocol-Version",
        "Mcp-Session-Id", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    public static void AddTo(HttpRequestMessage request, ServerLaunch.Remote launch)
    {
        foreach (var (name, value) in launch.Headers)
        {
            if (!Ours.Contains(name))
            {
                Add(request, name, value);
            }
        }

        if (!request.Headers.NonValidated.Contains("User-Agent"))
        {
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue(ClientIdentity.Name, ClientIdentity.Version.Split('+')[0]));
        }

        if (request.Headers.Authorization is null && launch.Endpoint.UserInfo.Length > 0)
        {
            var credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(launch.Endpoint.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }
    }

    /// <summary>How a header's value is written: as browsers do, or else in UTF-8. The names of tools are headers too.</summary>
    public static Encoding EncodingOf(string name, ServerLaunch.Remote launch) =>
        launch.Headers.TryGetValue(name, out var value) && value.All(static c => c <= '\xff') ? Encoding.Latin1 : Encoding.UTF8;

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (request.Headers.NonValidated.Contains(name))
        {
            request.Headers.Remove(name);
        }

        // Not checked, because servers want all kinds of values. What .NET counts as a header of the content goes there.
        if (!request.Headers.TryAddWithoutValidation(name, value))
        {
            request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
