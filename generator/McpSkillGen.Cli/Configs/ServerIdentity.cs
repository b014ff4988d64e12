using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Configs;

/// <summary>
/// Which server a config means, however it is configured: its package without the version, its program, or its address. Two
/// configs with one identity are one server before and after a change.
/// </summary>
internal static class ServerIdentity
{
    private static readonly string[] Bridges = ["mcp-remote", "mcp-proxy", "supergateway", "mcp-bridge"];

    public static string Of(SkillConfig config)
    {
        if (config.Transport is not TransportKind.Stdio || config.Command is not { Length: > 0 } command)
        {
            return (config.Url ?? "").Split('?', '#')[0].TrimEnd('/').ToLowerInvariant();
        }

        var package = ServerNames.PackageOf([command, .. config.Arguments]) ?? string.Join(' ', [command, .. config.Arguments]);

        // A bridge is no server: what it leads to is.
        return Bridges.Any(package.Contains) && config.Arguments.FirstOrDefault(static word => word.Contains("://", StringComparison.Ordinal)) is { } address
            ? $"{package} {address.Split('?', '#')[0].TrimEnd('/')}"
            : package;
    }

    /// <summary>The same, as people would name it.</summary>
    public static string InWords(SkillConfig config) =>
        config.Transport is TransportKind.Stdio && config.Command is { } command && Of(config) is var identity && identity != command ? $"{command} … {identity}" : Of(config);
}
