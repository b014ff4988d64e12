using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs;

/// <summary>Writes <c>mcp-config.json</c> in our own format. Keep-alive is spelled out, because people will want to change it.</summary>
internal static class ConfigWriter
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>UTF-8, with a line end at its end.</returns>
    public static byte[] Write(SkillConfig config) =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(
            Members(
                ("$schema", ConfigSchema.Reference),
                ("name", config.Name),
                ("description", config.Description),
                ("about", config.About),
                ("transport", NameOf(config.Transport)),
                ("command", config.Command),
                ("args", Filled(config.Arguments)),
                ("env", config.Environment.Count > 0 ? config.Environment : null),
                ("cwd", config.WorkingDirectory),
                ("url", config.Url),
                ("headers", config.Headers.Count > 0 ? config.Headers : null),
                ("client_certificate", config.ClientCertificate is { } certificate
                    ? Members(("file", certificate.File), ("key", certificate.Key), ("password", certificate.Password))
                    : null),
                ("auth", config.Authorization == AuthorizationSettings.Default ? null : Authorization(config.Authorization)),
                ("keep_alive", Members(
                    ("enabled", config.KeepAlive.Enabled),
                    ("timeout", config.KeepAlive.IdleTimeout.TotalSeconds),
                    ("check_interval", config.KeepAlive.CheckInterval.TotalSeconds))),
                ("scope", config.Scope is InstanceScope.Workspace ? "workspace" : null),
                ("timeout", config.CallTimeout == SkillConfig.DefaultCallTimeout ? null : config.CallTimeout.TotalSeconds),
                ("start_timeout", config.StartTimeout == SkillConfig.DefaultStartTimeout ? null : config.StartTimeout.TotalSeconds),
                ("tools", config.Tools.Include.Count + config.Tools.Exclude.Count + config.Tools.AnsweredWithDefaults.Count == 0 ? null : Members(
                    ("include", Filled(config.Tools.Include)),
                    ("exclude", Filled(config.Tools.Exclude)),
                    ("answer_with_defaults", Filled(config.Tools.AnsweredWithDefaults))))),
            Readable),
        .. "\n"u8,
    ];

    /// <returns>Null for what a config says by leaving it out.</returns>
    private static string? NameOf(TransportKind transport) => transport switch
    {
        TransportKind.AnyHttp => null,
        TransportKind.Http => "http",
        TransportKind.Sse => "sse",
        _ => "stdio",
    };

    private static OrderedDictionary<string, object> Authorization(AuthorizationSettings authorization) => Members(
    [
        ("grant", authorization.Grant is AuthorizationGrant.AuthorizationCode ? null : AuthorizationSettings.NameOf(authorization.Grant)),
        .. authorization.Texts.Select(static text => (text.Key, (object?)text.Text)),
        ("scopes", Filled(authorization.Scopes)),
        ("redirect_port", authorization.RedirectPort),
        ("resource", authorization.SendsResource ? null : false),
        ("assume_pkce", authorization.AssumesPkce ? true : null),
    ]);

    private static IReadOnlyList<string>? Filled(IReadOnlyList<string> items) => items.Count > 0 ? items : null;

    // In this order, without those that are null.
    private static OrderedDictionary<string, object> Members(params IEnumerable<(string Key, object? Value)> members) =>
        new(members.Where(static member => member.Value is not null).Select(static member => KeyValuePair.Create(member.Key, member.Value!)));
}
