namespace McpSkillGen.Schema.Naming;

/// <summary>
/// Names of types that are nested in a tool's: short enough to read, and made of the properties that lead to them, so that an addition
/// elsewhere does not rename them.
/// </summary>
internal static class NestedName
{
    private const int MaxLength = 40;

    // A number makes a longer name unique.
    private const int MaxNumberLength = 3;

    /// <param name="path">The C# names of the properties that lead to the type.</param>
    /// <param name="suffix">What keeps the type apart from the property: "Value", or "Item" for one of many.</param>
    /// <returns>At least one name, the best first.</returns>
    public static IEnumerable<string> Of(IReadOnlyList<string> path, string suffix)
    {
        var steps = WithoutEchoes(suffix is "" ? path : [.. path, suffix]);

        // The last steps say most. The first ones are left out if they do not fit.
        var start = 0;
        while (start < steps.Count - 1 && LengthFrom(steps, start) > MaxLength - MaxNumberLength)
        {
            start++;
        }

        yield return Fitting(string.Concat(steps.Skip(start)));
        if (start > 0)
        {
            for (var first = 0; first < start; first++)
            {
                if (steps[first].Length + LengthFrom(steps, start + 1) is var length && length <= MaxLength - MaxNumberLength && start + 1 < steps.Count)
                {
                    yield return Fitting(steps[first] + string.Concat(steps.Skip(start + 1)));
                }
            }
        }
    }

    /// <summary>The name of a definition, which is often a path of its own: its last words, if all are too many.</summary>
    public static string OfDefinition(string name) => Fitting(CSharpName.Identifier(name));

    // "values of values" says no more than "values", and "the value of a value" no more than "a value".
    private static List<string> WithoutEchoes(IReadOnlyList<string> path)
    {
        var steps = new List<string>();
        foreach (var step in path)
        {
            if (steps.Count == 0 || Singular(steps[steps.Count - 1]) != Singular(step))
            {
                steps.Add(step);
            }
            else
            {
                steps[steps.Count - 1] = step;
            }
        }

        return steps;
    }

    private static string Singular(string name) => name.EndsWith("s", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name;

    private static int LengthFrom(List<string> steps, int start) => steps.Skip(start).Sum(static step => step.Length);

    private static string Fitting(string name)
    {
        const int Length = MaxLength - MaxNumberLength;
        if (name.Length <= Length)
        {
            return name;
        }

        // From the start of a word.
        var start = name.Length - Length;
        while (start < name.Length && !char.IsUpper(name[start]))
        {
            start++;
        }

        return start < name.Length ? name.Substring(start) : "_" + name.Substring(name.Length - Length);
    }
}
