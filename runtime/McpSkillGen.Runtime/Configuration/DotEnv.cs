namespace McpSkillGen.Runtime.Configuration;

/// <summary>
/// The skill's <c>.env</c> file: <c>NAME=value</c> lines, <c>#</c> comments, an optional <c>export</c>, single or double
/// quotes around a value. The process environment wins over it, as everywhere.
/// </summary>
internal static class DotEnv
{
    /// <summary>Looks variables up in the environment first, then in the file's text.</summary>
    /// <param name="text">The file; empty where there is none.</param>
    /// <param name="environment">The process environment.</param>
    public static Func<string, string?> Over(string text, Func<string, string?> environment)
    {
        if (text.Length == 0)
        {
            return environment;
        }

        var values = Parse(text);
        return name => environment(name) ?? values.GetValueOrDefault(name);
    }

    /// <summary>Reads every assignment; lines that are none are passed over.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var assignment = line.Trim();
            if (assignment.StartsWith("export ", StringComparison.Ordinal))
            {
                assignment = assignment["export ".Length..].TrimStart();
            }

            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && assignment[0] != '#')
            {
                values[assignment[..equals].TrimEnd()] = Unquote(assignment[(equals + 1)..].Trim());
            }
        }

        return values;
    }

    private static string Unquote(string value) =>
        value is ['"', .. var inDouble, '"']
            ? inDouble.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
            : value is ['\'', .. var inSingle, '\''] ? inSingle : value;
}
