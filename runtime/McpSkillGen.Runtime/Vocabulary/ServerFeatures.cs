#if NETSTANDARD
namespace McpSkillGen.Schema.Vocabulary;
#else
namespace McpSkillGen.Runtime.Vocabulary;
#endif

/// <summary>MCP's server capabilities (<c>ServerCapabilities</c>) that an executor has commands for, beside tools.</summary>
[Flags]
public enum ServerFeatures
{
    /// <summary>Tools only.</summary>
    None = 0,

    /// <summary><c>resources</c>.</summary>
    Resources = 1,

    /// <summary><c>prompts</c>.</summary>
    Prompts = 2,
}
