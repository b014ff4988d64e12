using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Network;

/// <summary>Reads the certificate that shows a server who calls.</summary>
internal static class CallerCertificate
{
    /// <exception cref="SkillException">It cannot be read: <see cref="ExitCode.WrongEnvironment"/>.</exception>
    public static SslStreamCertificateContext Read(ClientCertificate settings)
    {
        try
        {
            var all = IsPem(settings.File) ? ReadPem(settings) : X509CertificateLoader.LoadPkcs12CollectionFromFile(settings.File, settings.Password);
            var own = all.FirstOrDefault(static one => one.HasPrivateKey)
                ?? throw new CryptographicException("it has no private key; name its file as \"key\"");
            return SslStreamCertificateContext.Create(own, all, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SkillException(
                ExitCode.WrongEnvironment, $"\"client_certificate\" of mcp-config.json cannot be used: {e.Message.TrimEnd('.')}. It is read from {settings.File}{(settings.Key is null ? "" : $" and {settings.Key}")}.", e);
        }
    }

    private static bool IsPem(string file) => File.ReadAllText(file).Contains("-----BEGIN", StringComparison.Ordinal);

    private static X509Certificate2Collection ReadPem(ClientCertificate settings)
    {
        var keyFile = settings.Key ?? settings.File;
        using var own = settings.Password is null
            ? X509Certificate2.CreateFromPemFile(settings.File, keyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(settings.File, settings.Password, keyFile);
        var all = new X509Certificate2Collection();

        // Its issuers follow it, and are shown too.
        all.ImportFromPemFile(settings.File);
        all.RemoveAt(0);

        // A key that is only in memory is one that Windows cannot use.
        all.Insert(0, X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null));
        return all;
    }
}
