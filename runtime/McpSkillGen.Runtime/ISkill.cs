namespace McpSkillGen.Runtime;

/// <summary>What every generated client has beside its tools, for libraries that work with any skill.</summary>
/// <typeparam name="TSelf">The generated client.</typeparam>
public interface ISkill<TSelf>
    where TSelf : SkillClient, ISkill<TSelf>
{
    /// <summary>The skill as its executor knows it.</summary>
    static abstract SkillDefinition Definition { get; }

    /// <summary>A client that calls through <paramref name="caller"/>.</summary>
    /// <param name="caller">Makes the calls.</param>
    static abstract TSelf Create(IToolCaller caller);
}
