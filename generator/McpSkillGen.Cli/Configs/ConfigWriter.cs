using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs;

/// <summary>Writes <c>mcp-config.json</c> in our own format, with the keep-alive spelled out where people will want to turn it.</summary>
internal static class ConfigWriter
{
    private static readonly JsonWriterOptions Readable =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>UTF-8, with a line end at its end.</returns>
    public static byte[] Write(SkillConfig config)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            json.WriteStartObject();
            json.WriteString("$schema", ConfigSchema.Reference);
            WriteText(json, "name", config.Name);
            WriteText(json, "description", config.Description);
            WriteText(json, "transport", NameOf(config.Transport));
            WriteText(json, "command", config.Command);
            WriteList(json, "args", config.Arguments);
            WriteMap(json, "env", config.Environment);
            WriteText(json, "cwd", config.WorkingDirectory);
            WriteText(json, "url", config.Url);
            WriteMap(json, "headers", config.Headers);
            WriteAuthorization(json, config.Authorization);
            WriteKeepAlive(json, config.KeepAlive);
            WritePolicy(json, config);
            json.WriteEndObject();
        }

        text.Write("\n"u8);
        return text.WrittenSpan.ToArray();
    }

    /// <returns>Null for what a config says by leaving it out.</returns>
    private static string? NameOf(TransportKind transport) => transport switch
    {
        TransportKind.AnyHttp => null,
        TransportKind.Http => "http",
        TransportKind.Sse => "sse",
        _ => "stdio",
    };

    private static void WriteAuthorization(Utf8JsonWriter json, AuthorizationSettings authorization)
    {
        if (authorization == AuthorizationSettings.Default)
        {
            return;
        }

        json.WriteStartObject("auth");
        WriteText(json, "grant", authorization.Grant is AuthorizationGrant.AuthorizationCode ? null : AuthorizationSettings.NameOf(authorization.Grant));
        foreach (var (key, text) in authorization.Texts)
        {
            json.WriteString(key, text);
        }

        WriteList(json, "scopes", authorization.Scopes);
        if (authorization.RedirectPort is { } port)
        {
            json.WriteNumber("redirect_port", port);
        }

        json.WriteEndObject();
    }

    private static void WriteKeepAlive(Utf8JsonWriter json, KeepAlive keepAlive)
    {
        json.WriteStartObject("keep_alive");
        json.WriteBoolean("enabled", keepAlive.Enabled);
        json.WriteNumber("timeout", keepAlive.IdleTimeout.TotalSeconds);
        json.WriteNumber("check_interval", keepAlive.CheckInterval.TotalSeconds);
        json.WriteEndObject();
    }

    private static void WritePolicy(Utf8JsonWriter json, SkillConfig config)
    {
        if (config.Scope is InstanceScope.Workspace)
        {
            json.WriteString("scope", "workspace");
        }

        if (config.CallTimeout != SkillConfig.DefaultCallTimeout)
        {
            json.WriteNumber("timeout", config.CallTimeout.TotalSeconds);
        }

        if (config.Tools.Include.Count + config.Tools.Exclude.Count > 0)
        {
            json.WriteStartObject("tools");
            WriteList(json, "include", config.Tools.Include);
            WriteList(json, "exclude", config.Tools.Exclude);
            json.WriteEndObject();
        }
    }

    private static void WriteText(Utf8JsonWriter json, string key, string? text)
    {
        if (text is not null)
        {
            json.WriteString(key, text);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string key, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(key);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string key, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        json.WriteStartObject(key);
        foreach (var (name, value) in map)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
