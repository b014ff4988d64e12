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

    /// <summary>
    /// Commands, one per tool, in the same order. A command that is another tool's wire name would call the wrong tool, so tools
    /// whose wire name is a valid command get theirs first, and then the others in order.
    /// </summary>
    public static IReadOnlyList<string> Commands(IReadOnlyList<string> wireNames)
    {
        var scope = new NameScope("-", StringComparer.Ordinal).Reserve(CommandNames.Reserved);
        var wanted = wireNames.Select(name => Unless(CommandNames.Reserved, "tool-", Kebab(name))).ToList();
        var commands = new string[wireNames.Count];
        foreach (var ownNamesFirst in new[] { true, false })
        {
            for (var i = 0; i < wireNames.Count; i++)
            {
                if ((wanted[i] == wireNames[i]) == ownNamesFirst)
                {
                    commands[i] = scope.Claim(wanted[i]);
                }
            }
        }

        return commands;
    }

    /// <summary>Flags of a tool, one per property of its input, in the same order.</summary>
    public static IReadOnlyList<string> Flags(IEnumerable<string> wireNames)
    {
        var scope = new NameScope("-", StringComparer.Ordinal).Reserve(GlobalFlagNames.Reserved);
        return wireNames.Select(name => scope.Claim(Unless(GlobalFlagNames.Reserved, "arg-", Kebab(name)))).ToList();
    }

    /// <summary>The parts of flags of an object's properties (<c>--filter.name</c>): nothing is reserved after a dot.</summary>
    public static IReadOnlyList<string> NestedFlags(IEnumerable<string> wireNames)
    {
        var scope = new NameScope("-", StringComparer.Ordinal);
        return wireNames.Select(name => scope.Claim(Kebab(name))).ToList();
    }

    private static string Unless(IReadOnlyList<string> reserved, string prefix, string name) =>
        reserved.Contains(name, StringComparer.Ordinal) ? prefix + name : name;
}
