namespace McpSkillGen.Runtime;

/// <summary>What every generated client has beside its tools, for libraries that work with any skill.</summary>
/// <typeparam name="TSelf">The generated client.</typeparam>
public interface ISkill<TSelf>
    where TSelf : SkillClient, ISkill<TSelf>
{
    /// <summary>The skill as its executor knows it.</summary>
    static abstract SkillDefinition Definition { get; }

    /// <summary>A client of the skill's server. The first call starts the server if it is not running.</summary>
    /// <param name="options">Where the skill is and how to call it; null for the defaults.</param>
    static abstract TSelf Connect(SkillClientOptions? options = null);
}
