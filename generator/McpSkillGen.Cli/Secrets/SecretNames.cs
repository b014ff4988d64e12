using System.Text.RegularExpressions;

namespace McpSkillGen.Cli.Secrets;

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
    private static readonly HashSet<string> Weak = new(StringComparer.Ordinal) { "auth", "key", "keys", "tokens", "session", "sid", "jwt", "dsn", "signature", "sig", "salt", "seed", "k" };

    // Numbers that are secrets: a PIN. Two digits are the pin of a board.
    private static readonly HashSet<string> Pins = new(StringComparer.Ordinal) { "pin", "otp", "cvv", "cvc" };

    private static readonly HashSet<string> MakesSeedStrong = new(StringComparer.Ordinal) { "wallet", "master", "recovery", "hd", "private", "secret", "mnemonic" };

    // Values of the form "user:password".
    private static readonly HashSet<string> Logins = new(StringComparer.Ordinal) { "u", "user", "userpwd", "userpass", "auth", "login", "creds" };

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

        /// <summary>The value is a secret if it is a number that people remember.</summary>
        Pin,

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

        var words = WordsOf(name);
        if (words.Length == 0)
        {
            return Weight.None;
        }

        var last = words[^1];
        var before = words.Length > 1 ? words[^2] : "";
        if (Qualifiers.Contains(last))
        {
            return Weight.About;
        }

        if (words.Contains("public"))
        {
            return Weight.None;
        }

        if (last is "password" or "passwd" or "passphrase" or "pwd" or "secret" or "passcode" or "mnemonic" or "seedphrase"
            || last.EndsWith("password", StringComparison.Ordinal)
            || (last is "phrase" && before is "seed" or "recovery" or "mnemonic" or "secret" or "wallet"))
        {
            return Weight.Password;
        }

        if (Pins.Contains(last))
        {
            return Weight.Pin;
        }

        return Strong.Contains(last)
            || Endings.Any(ending => last.EndsWith(ending, StringComparison.Ordinal))
            || (last is "key" && MakesKeyStrong.Contains(before))
            || (last is "seed" && MakesSeedStrong.Contains(before))
            ? Weight.Strong
            : Weak.Contains(last) || words.Any(static word => word is "token" or "secret" or "password" or "apikey" or "credential" or "credentials") ? Weight.Weak : Weight.None;
    }

    /// <summary>Whether a value of this name may be <c>user:password</c>.</summary>
    public static bool IsLogin(string name) => WordsOf(name) is [.., var last] && Logins.Contains(last);

    /// <summary>Whether a value of this name is an address that whoever knows it may call.</summary>
    public static bool IsWebhook(string name) => WordsOf(name).Any(static word => word is "webhook" or "webhooks" or "hook" or "hooks");

    // TOKEN_2 is a token.
    private static string[] WordsOf(string name)
    {
        var words = Words().Matches(name).Select(static match => match.Value.ToLowerInvariant()).ToArray();
        return words is [.., var last] && words.Length > 1 && last.All(char.IsAsciiDigit) ? words[..^1] : words;
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Words();
}
