#if NETSTANDARD
namespace McpSkillGen.Schema.Vocabulary;
#else
namespace McpSkillGen.Runtime.Vocabulary;
#endif

/// <summary>The command-line names for what the server named: kebab-case.</summary>
internal static class CommandLineName
{
    private const int MaxLength = 80;

    /// <summary><c>get_sum</c> → <c>get-sum</c>, <c>orderBy</c> → <c>order-by</c>.</summary>
    public static string Kebab(string name)
    {
        var kebab = string.Join("-", Words.Of(name));
        return kebab.Length > MaxLength ? kebab.Substring(0, MaxLength).TrimEnd('-') : kebab;
    }

    /// <summary>Commands, one per tool, in the same order.</summary>
    public static IReadOnlyList<string> Commands(IReadOnlyList<string> wireNames) => OwnNamesFirst(
        wireNames,
        [.. wireNames.Select(Kebab).Select(static name => CommandNames.Reserved.Contains(name) ? "tool-" + name : name)],
        new NameScope("-", StringComparer.Ordinal).Reserve(CommandNames.Reserved));

    /// <summary>
    /// Flags, one per property of a tool's input or of an object in it, in the same order. Nothing is reserved: a tool's flag comes
    /// before one of every command.
    /// </summary>
    public static IReadOnlyList<string> Flags(IReadOnlyList<string> wireNames) =>
        OwnNamesFirst(wireNames, [.. wireNames.Select(Kebab)], new NameScope("-", StringComparer.Ordinal));

    // A name that is another one's wire name would mean the wrong one. So those whose wire name is a valid name get theirs first, and
    // then the others in order.
    private static string[] OwnNamesFirst(IReadOnlyList<string> wireNames, IReadOnlyList<string> wanted, NameScope scope)
    {
        var names = new string[wireNames.Count];
        foreach (var ownNamesFirst in new[] { true, false })
        {
            for (var i = 0; i < wireNames.Count; i++)
            {
                if ((wanted[i] == wireNames[i]) == ownNamesFirst)
                {
                    names[i] = scope.Claim(wanted[i]);
                }
            }
        }

        return names;
    }
}
