namespace McpSkillGen.Host.Authorization;

/// <summary>How a client authenticates itself at the token endpoint, as the specification names it.</summary>
internal static class ClientMethod
{
    public const string None = "none";
    public const string Basic = "client_secret_basic";
    public const string Post = "client_secret_post";
    public const string PrivateKey = "private_key_jwt";

    /// <summary>For a client that a person registered.</summary>
    /// <param name="hasSecret">Whether it has a secret.</param>
    /// <param name="supported">What the server says it supports; null if it does not say.</param>
    public static string For(bool hasSecret, IReadOnlyList<string>? supported) =>
        !hasSecret ? None
        : supported is null || supported.Contains(Basic) || !supported.Contains(Post) ? Basic
        : Post;

    /// <summary>For a client that is about to be registered: without a secret if that is allowed, because anybody can read this program.</summary>
    public static string ToRegister(IReadOnlyList<string>? supported) =>
        supported is null || supported.Contains(None) ? None : For(hasSecret: true, supported);
}
