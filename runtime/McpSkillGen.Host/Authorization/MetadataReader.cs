using System.Net.Http.Headers;
using System.Text.Json;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Json;

namespace McpSkillGen.Host.Authorization;

/// <summary>Reads the descriptions that servers publish below <c>/.well-known</c>, wherever one of several places has it.</summary>
/// <param name="http">Reaches them.</param>
/// <param name="endpoint">The MCP server, which decides whether an address without encryption will do.</param>
internal sealed class MetadataReader(HttpClient http, Uri endpoint)
{
    /// <summary>Descriptions have a few kilobytes. Whoever sends more wants to fill our memory.</summary>
    public const int LongestDescription = 1024 * 1024;

    private const int MaxRedirects = 3;

    private readonly HashSet<string> _unreachable = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why the first place that could not be reached was not; null if all were.</summary>
    public SkillException? Trouble { get; private set; }

    /// <summary>Unencrypted tokens may only go to this machine, and to a server that is itself reached without encryption.</summary>
    public bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || endpoint.Scheme == Uri.UriSchemeHttp));

    /// <returns>Null if there is no description: any status but success, no JSON, or nobody to be reached.</returns>
    /// <exception cref="SkillException">It is too long.</exception>
    public async Task<JsonElement?> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var response = await SendAsync(address, cancellationToken).ConfigureAwait(false);
            if (response is null)
            {
                return null;
            }

            if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
            {
                address = new Uri(address, location);
                if (!IsSafe(address))
                {
                    return null;
                }

                continue;
            }

            // What is not JSON may be the front page of a web application, which answers everything.
            return response.IsSuccessStatusCode
                && ForeignJson.TryParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), out var document, out _)
                    ? document.RootElement
                    : null;
        }

        return null;
    }

    /// <returns>Null if nobody answered.</returns>
    private async Task<HttpResponseMessage?> SendAsync(Uri address, CancellationToken cancellationToken)
    {
        var (asked, origin) = (address.GetLeftPart(UriPartial.Path), address.GetLeftPart(UriPartial.Authority));
        if (_unreachable.Contains(origin))
        {
            // Another place there would only cost another wait.
            return null;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        budget.CancelAfter(http.Timeout);
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, budget.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(LongestDescription, budget.Token).ConfigureAwait(false);
            return response;
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            response?.Dispose();
            throw new SkillException(
                ExitCode.Unreachable, $"{asked}, which says how to log in, is longer than {LongestDescription >> 20} MB, and was not read. Nothing was sent there.", e);
        }
        catch (HttpRequestException e)
        {
            return GiveUp($"could not be reached: {e.Message.TrimEnd('.')}", e);
        }
        catch (IOException e)
        {
            return GiveUp($"could not be read: {e.Message.TrimEnd('.')}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return GiveUp($"did not answer within {http.Timeout.TotalSeconds:0} s", e);
        }

        HttpResponseMessage? GiveUp(string why, Exception e)
        {
            response?.Dispose();
            _unreachable.Add(origin);
            Trouble ??= new SkillException(ExitCode.Unreachable, $"{asked}, which says how to log in, {why}.", e);
            return null;
        }
    }
}
