using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Host.Authorization;

/// <summary>Where the browser is sent back to: an address of this machine.</summary>
/// <param name="Host"><c>127.0.0.1</c>, <c>localhost</c> or <c>[::1]</c>: servers compare it letter by letter.</param>
/// <param name="Port">Null for any free one.</param>
/// <param name="Path">May be empty.</param>
internal sealed record RedirectAddress(string Host, int? Port, string Path)
{
    /// <summary>The name of this machine that some servers require in place of its number.</summary>
    public const string Localhost = "localhost";

    public static RedirectAddress Default { get; } = new("127.0.0.1", Port: null, "/callback");

    public string At(int port) => $"http://{Host}:{port}{Path}";

    /// <summary>The config's address.</summary>
    /// <returns>Null if the config leaves it to us.</returns>
    /// <exception cref="SkillException">It does not lead to this machine.</exception>
    public static RedirectAddress? In(AuthorizationSettings settings) => settings switch
    {
        { RedirectUri: { } text } => TryParse(text) is { } address
            ? address with { Port = address.Port ?? settings.RedirectPort }
            : throw new SkillException(
                ExitCode.WrongEnvironment,
                $"\"redirect_uri\" in \"auth\" of mcp-config.json is '{text}'; expected an http address of this machine, such as http://localhost:8080/callback."),
        { RedirectPort: { } port } => Default with { Port = port },
        _ => null,
    };

    /// <returns>Null if the address does not lead to this machine.</returns>
    public static RedirectAddress? TryParse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { IsLoopback: true, UserInfo: "", Query: "", Fragment: "" } && address.Scheme == Uri.UriSchemeHttp
            ? new RedirectAddress(
                address.Host,
                address.IsDefaultPort ? null : address.Port,
                address.AbsolutePath == "/" && !text.EndsWith('/') ? "" : address.AbsolutePath)
            : null;
}
