namespace McpSkillGen.Schema.Naming;

/// <summary>The names that the executor's command line gives to what the server named: kebab-case.</summary>
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
    /// Commands, one per tool, in the same order. A command that is another tool's wire name would call the wrong tool, so
    /// a tool whose wire name is a command has it, wherever it stands; the others are served in order.
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

    /// <summary>The parts of flags of an object's properties (<c>--filter.name</c>): nothing is reserved behind a dot.</summary>
    public static IReadOnlyList<string> NestedFlags(IEnumerable<string> wireNames)
    {
        var scope = new NameScope("-", StringComparer.Ordinal);
        return wireNames.Select(name => scope.Claim(Kebab(name))).ToList();
    }

    private static string Unless(IReadOnlyList<string> reserved, string prefix, string name) =>
        reserved.Contains(name, StringComparer.Ordinal) ? prefix + name : name;
}
