namespace McpSkillGen.Runtime;

/// <summary>Where a skill is and how its server is called.</summary>
public sealed record SkillClientOptions
{
    /// <summary>The folder that holds mcp-config.json, or one below it; null for the one the program was built with, else the program's own.</summary>
    public string? SkillFolder { get; init; }

    /// <summary>The limit for each call; null leaves it to the config.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>False: every call starts and stops a server of its own.</summary>
    public bool KeepAlive { get; init; } = true;
}
