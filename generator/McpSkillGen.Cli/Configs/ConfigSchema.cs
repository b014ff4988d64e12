namespace McpSkillGen.Cli.Configs;

/// <summary>
/// The JSON Schema of the config. Every skill has a copy, so that an editor completes and checks <c>mcp-config.json</c> without
/// the network.
/// </summary>
internal static class ConfigSchema
{
    public const string FileName = "mcp-config.schema.json";

    /// <summary>The value of <c>$schema</c> in a skill's config: a path relative to it.</summary>
    public const string Reference = $"./executor/{FileName}";

    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ConfigSchema).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
