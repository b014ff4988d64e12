using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpSkillGen.Host.Network;

/// <summary>
/// Root certificates that the environment names, in addition to the system's: for a company's servers, and for proxies that
/// inspect TLS. Only read if a certificate is not trusted without them.
/// </summary>
/// <param name="variable">Looks a variable up.</param>
internal sealed class ExtraRoots(Func<string, string?> variable)
{
    private static readonly string[] FileVariables = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];
    private const string FolderVariable = "SSL_CERT_DIR";

    private readonly Lazy<X509Certificate2Collection> _roots = new(() => Read(variable));

    /// <summary>The system's own judgement. If only trust is missing, a second one with these roots.</summary>
    public bool IsTrusted(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors is SslPolicyErrors.None)
        {
            return true;
        }

        if (errors is not SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server || _roots.Value.Count == 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_roots.Value);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(server);
    }

    private static X509Certificate2Collection Read(Func<string, string?> variable)
    {
        var roots = new X509Certificate2Collection();
        foreach (var name in FileVariables)
        {
            Add(roots, variable(name));
        }

        foreach (var folder in (variable(FolderVariable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
            {
                Add(roots, file);
            }
        }

        return roots;
    }

    private static void Add(X509Certificate2Collection roots, string? file)
    {
        if (!File.Exists(file))
        {
            return;
        }

        try
        {
            roots.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // The file is broken. What it would have vouched for is refused, and reported.
        }
    }
}
