namespace McpSkillGen.Cli.Configs;

/// <summary>
/// The JSON Schema of the config, a copy of which lies in every skill: an editor that opens <c>mcp-config.json</c> completes
/// and checks it without the network.
/// </summary>
internal static class ConfigSchema
{
    public const string FileName = "mcp-config.schema.json";

    /// <summary>What <c>$schema</c> says in a skill's config: the file's place as seen from there.</summary>
    public const string Reference = $"./executor/{FileName}";

    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ConfigSchema).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
