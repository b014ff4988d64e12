using System.Globalization;
using System.Text;

namespace McpSkillGen.Runtime.Json;

/// <summary>The path to one value of a result, kept as links: it is only spelled out for an error message.</summary>
internal sealed class ResultPlace
{
    private readonly ResultPlace? _parent;
    private readonly string? _name;
    private readonly int _index;

    private ResultPlace(ResultPlace? parent, string? name, int index) => (_parent, _name, _index) = (parent, name, index);

    public static ResultPlace Root { get; } = new(null, null, 0);

    public ResultPlace Property(string name) => new(this, name, 0);

    public ResultPlace Item(int index) => new(this, null, index);

    /// <summary>As JSONPath spells it: <c>$.items[3]['unit price']</c>.</summary>
    public override string ToString()
    {
        var steps = new Stack<string>();
        for (var place = this; place._parent is not null; place = place._parent)
        {
            steps.Push(place.Step());
        }

        return steps.Aggregate(new StringBuilder("$"), static (path, step) => path.Append(step)).ToString();
    }

    private string Step() => _name switch
    {
        null => string.Create(CultureInfo.InvariantCulture, $"[{_index}]"),
        { Length: > 0 } when Array.TrueForAll(_name.ToCharArray(), static c => c is '_' || char.IsAsciiLetterOrDigit(c)) => "." + _name,
        _ => $"['{_name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']",
    };
}
