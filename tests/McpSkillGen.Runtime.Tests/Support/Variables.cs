namespace McpSkillGen.Runtime.Tests.Support;

/// <summary>An environment of a test's own.</summary>
internal sealed class Variables : Dictionary<string, string>
{
    public static Func<string, string?> None { get; } = static _ => null;

    public string? Look(string name) => TryGetValue(name, out var value) ? value : null;
}
