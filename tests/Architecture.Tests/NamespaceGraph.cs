using System.Reflection;
using System.Text;

namespace Architecture.Tests;

/// <summary>Which namespace of an assembly uses which others.</summary>
internal sealed class NamespaceGraph
{
    // As many types as are told for each edge: enough to see what to move.
    private const int ToldUses = 4;

    private readonly ILookup<string, string> _below;
    private readonly ILookup<(string From, string To), Use> _uses;

    private NamespaceGraph(IReadOnlyCollection<string> namespaces, IReadOnlyCollection<Use> uses)
    {
        Namespaces = [.. namespaces.Order(StringComparer.Ordinal)];
        _uses = uses.ToLookup(static use => (use.FromNamespace, use.ToNamespace));
        _below = _uses.Select(static edge => edge.Key).ToLookup(static edge => edge.From, static edge => edge.To);
    }

    public IReadOnlyList<string> Namespaces { get; }

    public static NamespaceGraph Of(string assembly)
    {
        var (namespaces, uses) = AssemblyUses.In(Assembly.Load(assembly).Location);
        return new NamespaceGraph(namespaces, uses);
    }

    /// <summary>Every namespace after all those that use it; among equals by name. Namespaces in a knot stand together.</summary>
    public IReadOnlyList<string> TopDown() => [.. Enumerable.Reverse(Components()).SelectMany(static component => component.Order(StringComparer.Ordinal))];

    /// <summary>The sets of namespaces in which each one uses every other, directly or through others.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Knots() => [.. Components().Where(static component => component.Count > 1)];

    /// <summary>What the first uses of the second; empty where it does not.</summary>
    public IEnumerable<Use> Uses(string from, string to) => _uses[(from, to)];

    /// <summary>For a person: a shortest cycle in the knot, and then every edge in it, those that are the easiest to cut first.</summary>
    public string Describe(IReadOnlyList<string> knot)
    {
        var text = new StringBuilder();
        text.Append("A cycle of namespaces: ").AppendJoin(" → ", ShortestCycle(knot)).Append('\n');
        foreach (var edge in _uses.Where(edge => knot.Contains(edge.Key.From) && knot.Contains(edge.Key.To)).OrderBy(static edge => edge.Count()))
        {
            text.Append("  ").Append(edge.Key.From).Append(" → ").Append(edge.Key.To).Append('\n');
            Describe(edge, text);
        }

        return text.ToString();
    }

    public static void Describe(IEnumerable<Use> uses, StringBuilder text)
    {
        var all = uses.Select(static use => $"{ShortName(use.User, use.FromNamespace)} uses {ShortName(use.Used, use.ToNamespace)}").Distinct().Order(StringComparer.Ordinal).ToArray();
        foreach (var use in all.Take(ToldUses))
        {
            text.Append("      ").Append(use).Append('\n');
        }

        if (all.Length > ToldUses)
        {
            text.Append("      and ").Append(all.Length - ToldUses).Append(" more\n");
        }
    }

    private static string ShortName(string type, string itsNamespace) =>
        type.StartsWith("using ", StringComparison.Ordinal)
            ? "only a constant, or names it in a comment's cref"
            : type[(itsNamespace.Length + 1)..];

    private List<string> ShortestCycle(IReadOnlyList<string> knot)
    {
        return knot.Select(start => PathBack(start)).MinBy(static path => path.Count)!;

        List<string> PathBack(string start)
        {
            var cameFrom = new Dictionary<string, string>();
            var queue = new Queue<string>([start]);
            while (!cameFrom.ContainsKey(start))
            {
                var from = queue.Dequeue();
                foreach (var to in _below[from].Where(to => knot.Contains(to) && cameFrom.TryAdd(to, from)))
                {
                    queue.Enqueue(to);
                }
            }

            List<string> path = [start];
            for (var step = cameFrom[start]; step != start; step = cameFrom[step])
            {
                path.Insert(0, step);
            }

            path.Insert(0, start);
            return path;
        }
    }

    // Tarjan: a component is finished after all those that it uses.
    private List<List<string>> Components()
    {
        var components = new List<List<string>>();
        var numbers = new Dictionary<string, int>();
        var lowest = new Dictionary<string, int>();
        var open = new Stack<string>();
        foreach (var start in Namespaces.Where(start => !numbers.ContainsKey(start)))
        {
            Visit(start);
        }

        return components;

        void Visit(string current)
        {
            numbers[current] = lowest[current] = numbers.Count;
            open.Push(current);
            foreach (var next in _below[current].Order(StringComparer.Ordinal))
            {
                if (!numbers.TryGetValue(next, out var seen))
                {
                    Visit(next);
                    lowest[current] = Math.Min(lowest[current], lowest[next]);
                }
                else if (open.Contains(next))
                {
                    lowest[current] = Math.Min(lowest[current], seen);
                }
            }

            if (lowest[current] == numbers[current])
            {
                var component = new List<string>();
                do
                {
                    component.Add(open.Pop());
                }
                while (component[^1] != current);
                components.Add(component);
            }
        }
    }
}
