using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Secrets;

/// <summary>
/// Names the variables that secrets move to. A variable of the server keeps its name. Others are named after the skill,
/// because <c>TOKEN</c> alone could be anybody's. A name that already has another value is not used.
/// </summary>
/// <param name="skillName">The skill; null if it has no name yet.</param>
/// <param name="inUse">Names that the config refers to.</param>
/// <param name="ownVariables">Names that the config's <c>env</c> sets, which come before those outside.</param>
/// <param name="environment">The caller's variables.</param>
internal sealed class SecretVariables(
    string? skillName, IReadOnlySet<string> inUse, IReadOnlyCollection<string> ownVariables, Func<string, string?> environment)
{
    private const string Unnamed = "TOKEN";
    private const int MaxNameLength = 60;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>The value of each variable.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    public string For(ConfigText text, SecretFinder.Part part, string secret)
    {
        if (_values.FirstOrDefault(pair => pair.Value == secret) is { Key: { } known })
        {
            return known;
        }

        var prefix = Spelled(skillName ?? "mcp");
        var wanted = Wanted(text, part);
        var whole = $"{prefix}_{wanted}";
        string[] candidates = text.IsVariable || wanted.StartsWith(prefix, StringComparison.Ordinal) ? [wanted, whole] : [whole];
        var name = candidates.Concat(Enumerable.Range(2, int.MaxValue - 2).Select(i => $"{whole}_{i}")).First(candidate => IsFree(candidate, text, secret));
        _values[name] = secret;
        return name;
    }

    private static string Wanted(ConfigText text, SecretFinder.Part part) => (text, part.Name) switch
    {
        ({ Name: { } name }, null) => Spelled(Shown(name)),
        (_, null) => Unnamed,
        ({ IsVariable: true, Name: { } name }, { } inside) => $"{Spelled(name)}_{Spelled(Shown(inside))}",
        (_, { } inside) => Spelled(Shown(inside)),
    };

    // The name is shown to everybody, so nothing of what it was taken from may be secret itself.
    private static string Shown(string name)
    {
        var maySay = name.Length <= MaxNameLength && !SecretShapes.Known(name).Any() && !SecretShapes.Random(name).Any();
        return maySay && SecretShapes.GluedPassword($"-{name}") is null ? name : Unnamed;
    }

    private bool IsFree(string name, ConfigText text, string secret) =>
        (text.Place == $"env.{name}" || !ownVariables.Contains(name))
        && !_values.ContainsKey(name) && !inUse.Contains(name) && (environment(name) is not { } other || other == secret);

    private static string Spelled(string words)
    {
        var name = string.Concat(words.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')).Trim('_');
        return VariableName.LengthAt(name) == name.Length && name.Length > 0 ? name : $"_{name}";
    }
}
