using System.Globalization;

#if NETSTANDARD
namespace McpSkillGen.Schema.Vocabulary;
#else
namespace McpSkillGen.Runtime.Vocabulary;
#endif

/// <summary>
/// A place where each name is given once. Later ones get a number, so that an addition at the end renames nothing before it.
/// </summary>
/// <param name="numberSeparator">The text between a name and its number.</param>
/// <param name="comparer">Decides whether two names are the same.</param>
internal sealed class NameScope(string numberSeparator, StringComparer comparer)
{
    private readonly HashSet<string> _taken = new(comparer);

    /// <summary>Names that are never given.</summary>
    public NameScope Reserve(IEnumerable<string> names)
    {
        _taken.UnionWith(names);
        return this;
    }

    public bool IsFree(string name) => !_taken.Contains(name);

    /// <summary>Gives the wanted name, or the first free one of "name2", "name3", … if it is taken.</summary>
    public string Claim(string wanted)
    {
        var name = wanted;
        for (var number = 2; !_taken.Add(name); number++)
        {
            // "item1" and 2 become "item1_2", because "item12" looks like number 12.
            var separator = numberSeparator is "" && char.IsDigit(wanted[wanted.Length - 1]) ? "_" : numberSeparator;
            name = wanted + separator + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }
}
