namespace McpSkillGen.Runtime;

/// <summary>Where a skill is and how its server is called.</summary>
public sealed record SkillClientOptions
{
    /// <summary>
    /// The folder that holds mcp-config.json, or a folder below it. Null for the folder that was compiled in, otherwise the program's own folder.
    /// </summary>
    public string? SkillFolder { get; init; }

    /// <summary>How long each call may take, more than zero; null leaves it to the config.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>False: each call starts its own server and stops it afterwards.</summary>
    public bool KeepAlive { get; init; } = true;
}
