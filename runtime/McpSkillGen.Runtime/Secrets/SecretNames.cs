using System.Text.RegularExpressions;

namespace McpSkillGen.Runtime.Secrets;

/// <summary>What the name of a variable, header or flag says about its value.</summary>
internal static partial class SecretNames
{
    // A value with one of these words is secret, whatever it looks like, unless it is a number that may be a limit.
    private static readonly HashSet<string> Strong = new(StringComparer.Ordinal)
    {
        "token", "secret", "secrets", "password", "passwd", "passphrase", "pass", "pwd", "pat", "apikey", "accesstoken", "authtoken", "bearer",
        "credential", "credentials", "cookie", "authorization", "privatekey", "secretkey", "accesskey",
    };

    // These only if the value looks like a secret: "auth" may be "basic", "key" may be "name".
    private static readonly HashSet<string> Weak = new(StringComparer.Ordinal) { "auth", "key", "keys", "tokens", "session", "sid", "jwt", "dsn", "signature", "salt", "otp", "pin" };

    private static readonly HashSet<string> MakesKeyStrong = new(StringComparer.Ordinal)
    {
        "api", "access", "private", "secret", "encryption", "license", "licence", "account", "signing", "master", "service", "subscription", "auth", "app",
    };

    // The last word of names about a secret that are not secret themselves: TOKEN_URL, KEY_FILE, AUTH_TYPE.
    private static readonly HashSet<string> Qualifiers = new(StringComparer.Ordinal)
    {
        "file", "files", "filename", "path", "dir", "directory", "folder", "url", "uri", "endpoint", "host", "port", "type", "mode", "method", "scheme", "name", "id", "ids",
        "header", "prefix", "suffix", "limit", "count", "length", "size", "ttl", "expiry", "expires", "expiration", "timeout", "enabled", "disabled", "required", "region",
        "version", "budget", "window", "env", "var", "variable", "arn", "scope", "scopes", "audience", "issuer", "provider", "algorithm", "alg", "format", "max", "min",
        "field", "column", "rotation", "location", "store", "manager", "backend", "strategy", "policy", "flow", "level",
    };

    private static readonly string[] Endings = ["token", "password", "passwd", "apikey", "secret", "secretkey", "accesskey", "passphrase"];

    /// <summary>How much a name says about its value.</summary>
    internal enum Weight
    {
        /// <summary>Nothing: only the value can tell.</summary>
        None,

        /// <summary>The value is about a secret, but is not one: a path, an address, an id.</summary>
        About,

        /// <summary>The value may be a secret.</summary>
        Weak,

        /// <summary>The value is a number or a secret.</summary>
        Strong,

        /// <summary>The value is a secret, even if it is a number or a word.</summary>
        Password,
    }

    public static Weight WeightOf(string name)
    {
        if (name is "PWD" or "OLDPWD")
        {
            return Weight.None;
        }

        var words = Words().Matches(name).Select(static match => match.Value.ToLowerInvariant()).ToArray();
        if (words.Length == 0)
        {
            return Weight.None;
        }

        var last = words[^1];
        if (Qualifiers.Contains(last))
        {
            return Weight.About;
        }

        if (words.Contains("public"))
        {
            return Weight.None;
        }

        if (last is "password" or "passwd" or "passphrase" or "pwd" or "secret" || last.EndsWith("password", StringComparison.Ordinal))
        {
            return Weight.Password;
        }

        return Strong.Contains(last)
            || Endings.Any(ending => last.EndsWith(ending, StringComparison.Ordinal))
            || (last is "key" && words.Length > 1 && MakesKeyStrong.Contains(words[^2]))
            ? Weight.Strong
            : Weak.Contains(last) || words.Any(static word => word is "token" or "secret" or "password" or "apikey" or "credential" or "credentials") ? Weight.Weak : Weight.None;
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Words();
}
