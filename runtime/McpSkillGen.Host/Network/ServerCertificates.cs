using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpSkillGen.Host.Network;

/// <summary>Whether a server's certificate is trusted: by this machine, or by the root certificates that the environment names.</summary>
/// <param name="roots">Those root certificates.</param>
internal sealed class ServerCertificates(ExtraRoots roots)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private const string NameOfRoot = "If your organisation issued its certificate, name the root certificate: NODE_EXTRA_CA_CERTS=FILE or SSL_CERT_FILE=FILE.";

    /// <summary>The system's own judgement. If only trust is missing, a second one with the extra roots.</summary>
    /// <param name="host">What the server is called in the address.</param>
    /// <param name="certificate">What it shows.</param>
    /// <param name="presented">The chain as the system built it.</param>
    /// <param name="errors">What the system found.</param>
    /// <returns>True. The framework has no place for a reason, so there is an exception otherwise.</returns>
    /// <exception cref="CertificateRefusedException">It is not trusted.</exception>
    public bool IsTrusted(string host, X509Certificate2? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors is SslPolicyErrors.None)
        {
            return true;
        }

        if (certificate is null)
        {
            throw new CertificateRefusedException("It shows no certificate", "Check \"url\" in mcp-config.json.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new CertificateRefusedException($"Its certificate is for {NamesIn(certificate)}, not for {host}", "Check the host in \"url\" of mcp-config.json.");
        }

        if (roots.All.Count == 0)
        {
            throw Refused(certificate, presented);
        }

        using var chain = ChainFrom(presented);
        return chain.Build(certificate) ? true : throw Refused(certificate, chain);
    }

    private X509Chain ChainFrom(X509Chain? presented)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.All);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain;
    }

    private static CertificateRefusedException Refused(X509Certificate2 certificate, X509Chain? chain)
    {
        var flaws = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
        if (flaws.HasFlag(X509ChainStatusFlags.NotTimeValid) && OutOfTime(certificate, chain!) is { } when)
        {
            return new CertificateRefusedException(when, "The server's operator must renew it; or is this machine's clock wrong?");
        }

        if ((flaws & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
                ? new CertificateRefusedException("Its certificate is self-signed", $"If it is the right server, trust it: {NameOfRoot}")
                : new CertificateRefusedException($"Its certificate was issued by {certificate.Issuer}, which this machine does not trust", NameOfRoot);
        }

        var words = string.Join(" ", chain?.ChainStatus.Select(static status => status.StatusInformation.Trim()) ?? []);
        return new CertificateRefusedException($"Its certificate is not valid ({flaws}){(words.Length > 0 ? ": " + words.TrimEnd('.') : "")}", NameOfRoot);
    }

    private static string? OutOfTime(X509Certificate2 certificate, X509Chain chain)
    {
        var now = DateTime.Now;
        foreach (var one in chain.ChainElements.Select(static element => element.Certificate).Where(one => one.NotAfter < now || one.NotBefore > now))
        {
            var which = one.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span) ? "Its certificate" : $"The certificate of its issuer {one.Subject}";
            return one.NotAfter < now ? $"{which} expired on {one.NotAfter:yyyy-MM-dd}" : $"{which} is not valid before {one.NotBefore:yyyy-MM-dd}";
        }

        return null;
    }

    private static string NamesIn(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(static names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(static address => address.ToString())))
            .ToArray();
        return names.Length > 0 ? string.Join(", ", names.Take(5)) + (names.Length > 5 ? ", …" : "") : certificate.Subject;
    }
}
