using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using McpSkillGen.Host.Messages;
using McpSkillGen.Runtime;

namespace McpSkillGen.Host.Authorization;

/// <summary>How a client authenticates itself by a signature of its private key (RFC 7523), so that no secret goes over the wire.</summary>
internal static class ClientAssertion
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    // Newer servers accept no other type (draft-ietf-oauth-rfc7523bis). Those that know only RFC 7523 ignore it.
    private const string JwtType = "client-authentication+jwt";

    // Long enough for clocks that differ a little, and short enough to make an intercepted one useless soon.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>The key's algorithm, as JWA names it.</summary>
    /// <param name="privateKey">PEM.</param>
    /// <param name="supported">What the server says it supports; null if it does not say.</param>
    /// <exception cref="SkillException">The key cannot be used.</exception>
    public static string AlgorithmOf(string privateKey, IReadOnlyList<string>? supported)
    {
        using var key = Read(privateKey);
        return key switch
        {
            ECDsa { KeySize: 384 } => "ES384",
            ECDsa { KeySize: 521 } => "ES512",
            ECDsa => "ES256",
            _ => supported is not null && supported.Contains("PS256") && !supported.Contains("RS256") ? "PS256" : "RS256",
        };
    }

    /// <param name="client">Who we are, with the algorithm of its key.</param>
    /// <param name="privateKey">PEM.</param>
    /// <param name="issuer">The server that will check it.</param>
    /// <exception cref="SkillException">The key cannot be used.</exception>
    public static string Sign(OAuthClient client, string privateKey, string issuer)
    {
        var now = DateTimeOffset.UtcNow;
        var header = new JsonObject { ["alg"] = client.SigningAlgorithm, ["typ"] = JwtType };
        var claims = new JsonObject
        {
            ["iss"] = client.Id,
            ["sub"] = client.Id,
            ["aud"] = issuer,
            ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
        };
        var text = $"{Encoded(header)}.{Encoded(claims)}";
        using var key = Read(privateKey);
        return $"{text}.{Base64Url.EncodeToString(Sign(key, client.SigningAlgorithm, Encoding.ASCII.GetBytes(text)))}";
    }

    private static byte[] Sign(AsymmetricAlgorithm key, string? algorithm, byte[] text) => (key, algorithm) switch
    {
        (ECDsa curve, "ES384") => curve.SignData(text, HashAlgorithmName.SHA384),
        (ECDsa curve, "ES512") => curve.SignData(text, HashAlgorithmName.SHA512),
        (ECDsa curve, _) => curve.SignData(text, HashAlgorithmName.SHA256),
        (RSA rsa, "PS256") => rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        (RSA rsa, _) => rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => throw new InvalidOperationException($"A key cannot be {key.GetType().Name}."),
    };

    // PEM labels PKCS #8 only "PRIVATE KEY". The kind of key can only be found by trying.
    private static AsymmetricAlgorithm Read(string privateKey) =>
        TryImport(ECDsa.Create(), privateKey) ?? TryImport(RSA.Create(), privateKey)
        ?? throw new SkillException(
            ExitCode.WrongEnvironment,
            "\"private_key\" in \"auth\" of mcp-config.json must be an RSA or elliptic-curve key in PEM without a password: a text that begins with -----BEGIN PRIVATE KEY-----, usually given as \"${NAME}\".");

    private static AsymmetricAlgorithm? TryImport(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private static string Encoded(JsonObject members) => Base64Url.EncodeToString(JsonTree.ToBytes(members).Span);
}
