namespace McpSkillGen.Schema.Model;

/// <summary>MCP's server capabilities beside tools, as far as an executor has commands for them; named as in Runtime.</summary>
[Flags]
internal enum ServerFeatures
{
    None = 0,
    Resources = 1,
    Prompts = 2,
}
