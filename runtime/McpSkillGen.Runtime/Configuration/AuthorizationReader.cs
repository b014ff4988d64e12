using System.Text.Json;

namespace McpSkillGen.Runtime.Configuration;

/// <summary>Reads <c>"auth"</c>.</summary>
internal static class AuthorizationReader
{
    internal static readonly string[] KnownKeys =
    [
        "account", "issuer", "client_id", "client_secret", "private_key", "grant", "scopes", "redirect_port", "redirect_uri", "resource", "assume_pkce",
        "identity_token", "identity_token_endpoint", "identity_client_id",
    ];

    /// <param name="values">Where to read it.</param>
    /// <param name="key">Its name.</param>
    public static AuthorizationSettings Read(ref ConfigValues values, string key)
    {
        var start = values.Position;
        var authorization = AuthorizationSettings.Default;
        if (!values.IsAt(JsonTokenType.StartObject, key, "an object with keys such as \"client_id\", \"client_secret\" and \"scopes\""))
        {
            return authorization;
        }

        while (values.NextKey() is { } inner)
        {
            var path = $"{key}.{inner}";
            switch (inner)
            {
                case "client_id":
                    authorization = authorization with { ClientId = values.ReadString(path) };
                    break;
                case "client_secret":
                    authorization = authorization with { ClientSecret = values.ReadString(path) };
                    break;
                case "private_key":
                    authorization = authorization with { PrivateKey = values.ReadString(path) };
                    break;
                case "grant":
                    authorization = authorization with { Grant = ReadGrant(ref values, path) };
                    break;
                case "scopes":
                    authorization = authorization with { Scopes = values.ReadStrings(path) };
                    break;
                case "redirect_port":
                    authorization = authorization with { RedirectPort = values.ReadPort(path) };
                    break;
                case "redirect_uri":
                    authorization = authorization with { RedirectUri = values.ReadString(path) };
                    break;
                case "account":
                    authorization = authorization with { Account = values.ReadString(path) };
                    break;
                case "issuer":
                    authorization = authorization with { Issuer = values.ReadString(path) };
                    break;
                case "resource":
                    authorization = authorization with { SendsResource = values.ReadBoolean(path) };
                    break;
                case "assume_pkce":
                    authorization = authorization with { AssumesPkce = values.ReadBoolean(path) };
                    break;
                case "identity_token":
                    authorization = authorization with { IdentityToken = values.ReadString(path) };
                    break;
                case "identity_token_endpoint":
                    authorization = authorization with { IdentityTokenEndpoint = values.ReadString(path) };
                    break;
                case "identity_client_id":
                    authorization = authorization with { IdentityClientId = values.ReadString(path) };
                    break;
                default:
                    values.ReportUnknownKey(inner, KnownKeys);
                    break;
            }
        }

        if (WhatIsMissing(authorization) is { } missing)
        {
            values.Report(isError: true, start, $"\"{key}\" has the grant \"{AuthorizationSettings.NameOf(authorization.Grant)}\", which needs {missing}.");
        }

        return authorization;
    }

    private static AuthorizationGrant ReadGrant(ref ConfigValues values, string path) => values.ReadChoice<AuthorizationGrant>(
        path,
        (AuthorizationSettings.NameOf(AuthorizationGrant.AuthorizationCode), AuthorizationGrant.AuthorizationCode),
        (AuthorizationSettings.NameOf(AuthorizationGrant.ClientCredentials), AuthorizationGrant.ClientCredentials),
        (AuthorizationSettings.NameOf(AuthorizationGrant.IdentityAssertion), AuthorizationGrant.IdentityAssertion)) ?? AuthorizationGrant.AuthorizationCode;

    private static string? WhatIsMissing(AuthorizationSettings authorization) => authorization switch
    {
        { Grant: AuthorizationGrant.ClientCredentials }
            and not ({ ClientId.Length: > 0, ClientSecret.Length: > 0 }
                or { ClientId.Length: > 0, PrivateKey.Length: > 0 }) =>
            "\"client_id\" and \"client_secret\" or \"private_key\"",
        { Grant: AuthorizationGrant.IdentityAssertion } and not { ClientId.Length: > 0, IdentityToken.Length: > 0, IdentityTokenEndpoint.Length: > 0 } =>
            "\"client_id\", \"identity_token\" and \"identity_token_endpoint\"",
        _ => null,
    };
}
