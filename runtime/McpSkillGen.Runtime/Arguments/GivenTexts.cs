using System.CommandLine;

namespace McpSkillGen.Runtime.Arguments;

/// <summary>
/// Flags and words of System.CommandLine that stay the texts that were typed. Whoever needs them reads their tokens; with a
/// parser of their own, none of the library's converters runs, and a native executor leaves those out (McpSkillGen.Trimming.xml).
/// </summary>
internal static class GivenTexts
{
    /// <summary>
    /// Of a flag that needs a value each time it is given. <see cref="FlagParser"/> sees to that: the library, which would say
    /// so in texts that it finds by reflection, takes such a flag without one, and knows it by its limit.
    /// </summary>
    public static readonly ArgumentArity NeedsValue = new(0, 99_999);

    public static Option<string[]> Option(string name, ArgumentArity arity, params string[] aliases) =>
        new(name, aliases) { Arity = arity, AllowMultipleArgumentsPerToken = false, CustomParser = static _ => [] };

    /// <summary>Words, any number of them, between the flags.</summary>
    public static Argument<string[]> Words(string name) =>
        new(name) { Arity = ArgumentArity.ZeroOrMore, CustomParser = static _ => [] };
}
