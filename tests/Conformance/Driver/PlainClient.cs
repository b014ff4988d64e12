using System.Text.Json.Nodes;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Conformance.Driver;

/// <summary>
/// What the SDK itself makes of a scenario: only what fails here too may stand in the baseline.
/// </summary>
internal static class PlainClient
{
    private static readonly Uri Callback = new("http://localhost:3000/callback");

    public static async Task<int> RunAsync(Uri server, Scenario scenario)
    {
        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = server,
            TransportMode = HttpTransportMode.StreamableHttp,
            OAuth = new ClientOAuthOptions
            {
                RedirectUri = Callback,
                ClientMetadataDocumentUri = new Uri("https://conformance-test.local/client-metadata.json"),
                AuthorizationCallbackHandler = VisitAsync,
                DynamicClientRegistration = new DynamicClientRegistrationOptions { ClientName = "conformance" },
            },
        });
        await using var client = await McpClient.CreateAsync(transport);
        await client.SendRequestAsync(new JsonRpcRequest { Method = "tools/list", Params = new JsonObject() });
        if (scenario.Name.StartsWith("auth/", StringComparison.Ordinal))
        {
            await client.SendRequestAsync(new JsonRpcRequest
            {
                Method = "tools/call",
                Params = new JsonObject { ["name"] = "test-tool", ["arguments"] = new JsonObject() },
            });
        }

        return 0;
    }

    // The suite's authorization servers agree at once: their answer stands in the address that they redirect to.
    private static async Task<AuthorizationResult?> VisitAsync(AuthorizationCallbackContext request, CancellationToken cancellationToken)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await browser.GetAsync(request.AuthorizationUri, cancellationToken);
        var query = (answer.Headers.Location?.Query.TrimStart('?').Split('&') ?? [])
            .Select(static pair => pair.Split('=', 2))
            .ToDictionary(static pair => pair[0], static pair => Uri.UnescapeDataString(pair[^1]));
        return new AuthorizationResult
        {
            Code = query.GetValueOrDefault("code"),
            State = query.GetValueOrDefault("state"),
            Iss = query.GetValueOrDefault("iss"),
        };
    }
}
