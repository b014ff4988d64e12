namespace McpSkillGen.Generator.Tests.RoundTrip;

/// <summary>Some of many, from the first to the last.</summary>
internal static class Spread
{
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, int most) =>
        all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[i * all.Count / most])];
}
