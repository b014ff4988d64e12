using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using McpSkillGen.Host.Network;
using McpSkillGen.Host.Tests.Support;
using McpSkillGen.HttpFaultServer;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Tests.Http;

/// <summary>The environment's proxies and certificates.</summary>
public sealed class NetworkTests : IDisposable
{
    private const string HostName = "mcp.example.test";

    private readonly string _folder = Directory.CreateTempSubdirectory("tls-").FullName;
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _server;

    public NetworkTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Company root", key, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = DateTimeOffset.UtcNow;
        _authority = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest($"CN={HostName}", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(HostName);
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var signed = server.Create(_authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        using var whole = signed.CopyWithPrivateKey(serverKey);
        _server = X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
        File.WriteAllText(RootFile, _authority.ExportCertificatePem());
    }

    private string RootFile => Path.Combine(_folder, "root.pem");

    public void Dispose()
    {
        _authority.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("NODE_EXTRA_CA_CERTS")]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("SSL_CERT_DIR")]
    [InlineData("REQUESTS_CA_BUNDLE")]
    [InlineData("CURL_CA_BUNDLE")]
    public async Task Server_with_a_companys_certificate_is_trusted_where_the_environment_names_its_root(string variable)
    {
        await using var server = await FaultyHttpServer.StartAsync(_server);
        using var skill = TempSkill.Remote(server.Url);
        skill.Variables[variable] = variable == "SSL_CERT_DIR" ? _folder : RootFile;
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
    }

    [Fact]
    public async Task Server_with_an_unknown_certificate_is_refused_and_the_remedy_told()
    {
        await using var server = await FaultyHttpServer.StartAsync(_server);
        using var skill = TempSkill.Remote(server.Url);
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo");
        var failure = client.ExpectFailure(1);
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.Contains("certificate", failure.Message, StringComparison.Ordinal);
        Assert.Contains("NODE_EXTRA_CA_CERTS=FILE", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Root_of_the_environment_vouches_for_no_other_name()
    {
        await using var server = await FaultyHttpServer.StartAsync(_server);
        using var skill = TempSkill.Remote(server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        skill.Variables["NODE_EXTRA_CA_CERTS"] = RootFile;
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        client.Call(1, "echo");
        Assert.Equal(ExitCode.Unreachable, client.ExpectFailure(1).ExitCode);
        Assert.Empty(server.Seen);
    }

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task Server_is_reached_through_the_proxy_that_the_environment_names(string variable)
    {
        await using var server = await FaultyHttpServer.StartAsync(_server);
        using var proxy = new ConnectProxy();
        using var skill = TempSkill.Remote($"https://{HostName}:{server.Port}/mcp");
        skill.Variables[variable] = proxy.Address;
        skill.Variables["NODE_EXTRA_CA_CERTS"] = RootFile;
        using var host = TestHost.StartReady(skill);
        using var client = host.ConnectAndGreet();
        Assert.Equal("hi", client.CallForText("echo", """{"message":"hi"}"""));
        Assert.Contains(proxy.Asked, asked => asked.StartsWith($"CONNECT {HostName}:{server.Port} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://mcp.example.test/", "", "http://proxy:1/")]
    [InlineData("http://mcp.example.test/", "", "http://plain:2/")]
    [InlineData("https://mcp.example.test/", "*", null)]
    [InlineData("https://mcp.example.test/", "example.test", null)]
    [InlineData("https://mcp.example.test/", ".example.test", null)]
    [InlineData("https://mcp.example.test/", "*.example.test", null)]
    [InlineData("https://mcp.example.test/", "other, MCP.Example.Test", null)]
    [InlineData("https://mcp.example.test/", "ample.test", "http://proxy:1/")]
    [InlineData("https://mcp.example.test:8443/", "example.test:8443", null)]
    [InlineData("https://mcp.example.test:8443/", "example.test:443", "http://proxy:1/")]
    [InlineData("https://10.1.2.3/", "10.0.0.0/8", null)]
    [InlineData("https://10.1.2.3/", "10.1.2.3", null)]
    [InlineData("https://10.1.2.3/", "11.0.0.0/8", "http://proxy:1/")]
    [InlineData("https://[2001:db8::1]/", "2001:db8::/32", null)]
    [InlineData("http://127.0.0.1:3000/", "", null)]
    [InlineData("http://localhost:3000/", "", null)]
    public void NO_PROXY_is_read_as_other_programs_read_it(string destination, string noProxy, string? expected)
    {
        var variables = new Dictionary<string, string> { ["HTTPS_PROXY"] = "proxy:1", ["HTTP_PROXY"] = "http://plain:2", ["no_proxy"] = noProxy };
        var proxy = new EnvironmentProxy(variables.GetValueOrDefault);
        var target = new Uri(destination);
        Assert.Equal(expected, proxy.IsBypassed(target) ? null : proxy.GetProxy(target)?.ToString());
    }
}
