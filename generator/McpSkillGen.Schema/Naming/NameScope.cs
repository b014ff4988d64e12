using System.Globalization;

namespace McpSkillGen.Schema.Naming;

/// <summary>
/// A place where each name is given once. First come, first served: whoever comes later gets a number, so that an addition
/// at the end renames nothing before it.
/// </summary>
/// <param name="numberSeparator">What stands between a name and its number.</param>
/// <param name="comparer">When two names are the same here.</param>
internal sealed class NameScope(string numberSeparator, StringComparer comparer)
{
    private readonly HashSet<string> _taken = new(comparer);

    /// <summary>Takes names that are not given to anyone.</summary>
    public NameScope Reserve(IEnumerable<string> names)
    {
        _taken.UnionWith(names);
        return this;
    }

    public bool IsFree(string name) => !_taken.Contains(name);

    /// <summary>Gives the wanted name, or the first free one of "name2", "name3", … where it is taken.</summary>
    public string Claim(string wanted)
    {
        var name = wanted;
        for (var number = 2; !_taken.Add(name); number++)
        {
            // "item1" and 2 are "item1_2": "item12" would be another's number.
            var separator = numberSeparator is "" && char.IsDigit(wanted[wanted.Length - 1]) ? "_" : numberSeparator;
            name = wanted + separator + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }
}
