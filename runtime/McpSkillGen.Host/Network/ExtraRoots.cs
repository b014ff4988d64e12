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

    public X509Certificate2Collection All => _roots.Value;

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
