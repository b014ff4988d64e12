using System.Text.RegularExpressions;

namespace McpSkillGen.Runtime.Secrets;

/// <summary>Finds the secret parts of a value, by the value's name and by what the parts look like.</summary>
internal static partial class SecretFinder
{
    /// <param name="Start">Where it begins in the value.</param>
    /// <param name="Length">In characters.</param>
    /// <param name="Name">A name for it; null if the value's own name fits.</param>
    internal readonly record struct Part(int Start, int Length, string? Name);

    /// <summary>The parts, from left to right, none inside another.</summary>
    /// <param name="name">Of the variable, header or flag; may be null.</param>
    /// <param name="value">With its <c>${NAME}</c>, which are not secrets.</param>
    public static IReadOnlyList<Part> Find(string? name, string value)
    {
        var weight = name is null ? SecretNames.Weight.None : SecretNames.WeightOf(name);
        if (IsWhole(weight, value) && !Scheme().IsMatch(value))
        {
            return [new Part(0, value.Length, null)];
        }

        var parts = new List<Part>();
        foreach (var known in SecretShapes.Known(value))
        {
            Add(parts, known, known.Length == value.Length ? null : IsPasswordOfAddress(value, known) ? "PASSWORD" : "TOKEN");
        }

        foreach (Match setting in Setting().Matches(value))
        {
            if (IsWhole(SecretNames.WeightOf(setting.Groups["name"].Value), setting.Groups["value"].Value))
            {
                Add(parts, setting.Groups["value"], setting.Groups["name"].Value);
            }
        }

        if (weight >= SecretNames.Weight.Strong && parts.Count == 0 && Scheme().Match(value) is { Success: true } scheme && !Reference().IsMatch(value))
        {
            Add(parts, scheme.Groups["value"], "TOKEN");
        }

        foreach (var random in weight is SecretNames.Weight.About ? [] : SecretShapes.Random(value))
        {
            Add(parts, random, random.Length == value.Length ? null : "TOKEN");
        }

        return [.. parts.Where(part => !IsInReference(value, part)).OrderBy(static part => part.Start)];
    }

    private static bool IsWhole(SecretNames.Weight weight, string value) => value.Length > 0 && !Reference().IsMatch(value) && weight switch
    {
        SecretNames.Weight.Password => !SecretShapes.IsHarmless(value) || IsNumber(value),
        SecretNames.Weight.Strong => !SecretShapes.IsHarmless(value),
        SecretNames.Weight.Weak => !SecretShapes.IsHarmless(value) && SecretShapes.IsLikely(value) && !value.Contains(' ', StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsNumber(string value) => value.All(char.IsAsciiDigit);

    private static bool IsPasswordOfAddress(string value, Capture part) =>
        part.Index > 0 && value[part.Index - 1] == ':' && value.AsSpan(part.Index + part.Length) is ['@', ..];

    private static void Add(List<Part> parts, Capture found, string? name)
    {
        if (found.Length > 0 && parts.TrueForAll(part => part.Start + part.Length <= found.Index || found.Index + found.Length <= part.Start))
        {
            parts.Add(new Part(found.Index, found.Length, name));
        }
    }

    private static bool IsInReference(string value, Part part) =>
        Reference().Matches(value).Any(reference => part.Start < reference.Index + reference.Length && reference.Index < part.Start + part.Length);

    // As the runtime reads them. "$${" is not one.
    [GeneratedRegex(@"(?<!\$)\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\}")]
    private static partial Regex Reference();

    // "Password=x;" of a connection string, "?api_key=x" of an address, "API_KEY=x" of docker's -e, "X-Api-Key: x" of a header
    // in an argument, "--api-key=x".
    [GeneratedRegex("""(?:^|[;?&,\s"'{-])(?<name>[A-Za-z][A-Za-z0-9_.-]*(?:\ [A-Za-z]+)?)["']?(?:=|:\s*["']?)(?!//)(?<value>[^\s;&"',}]+)""")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^(?:Bearer|Basic|Token|ApiKey)\s+(?<value>\S+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
