#if NETSTANDARD
namespace McpSkillGen.Schema.Vocabulary;
#else
namespace McpSkillGen.Runtime.Vocabulary;
#endif

/// <summary>How an argument's text becomes JSON.</summary>
public enum ArgumentKind
{
    /// <summary>Any JSON value, given as JSON; or one of several alternatives, if the argument lists them.</summary>
    Json,

    /// <summary>A JSON string; the text is taken as it stands, even if it looks like a number.</summary>
    String,

    /// <summary>A JSON integer of any size.</summary>
    Integer,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>; the bare flag means true, <c>--no-flag</c> false.</summary>
    Boolean,

    /// <summary>An array: the flag is repeated, once per item, or given once as a JSON array.</summary>
    Array,

    /// <summary>An object: a flag per property (<c>--filter.name</c>), or one flag with a JSON object.</summary>
    Object,
}
