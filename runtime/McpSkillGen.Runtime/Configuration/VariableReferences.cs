namespace McpSkillGen.Runtime.Configuration;

/// <summary>A <c>${NAME}</c> or <c>${NAME:-default}</c> in a config.</summary>
/// <param name="Place">Where it is: <c>env.TOKEN</c>, <c>args[2]</c>.</param>
/// <param name="Name">The variable.</param>
/// <param name="HasDefault">Whether the server starts without it.</param>
internal sealed record VariableReference(string Place, string Name, bool HasDefault)
{
    /// <summary>
    /// All references of a config to variables outside of it, in its order, as <see cref="LaunchResolver"/> reads them.
    /// </summary>
    public static IEnumerable<VariableReference> In(SkillConfig config)
    {
        var all = All(config).ToArray();
        var passedOn = all.Where(static reference => reference.Place == $"env.{reference.Name}").Select(static reference => reference.Name).ToHashSet();
        return all.Where(reference => passedOn.Contains(reference.Name) || !config.Environment.ContainsKey(reference.Name));
    }

    private static IEnumerable<VariableReference> All(SkillConfig config)
    {
        foreach (var (place, text) in Texts(config))
        {
            for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 2, StringComparison.Ordinal))
            {
                var rest = text.AsSpan(start + 2);
                var length = VariableName.LengthAt(rest);
                var end = rest.IndexOf('}');
                var isEscaped = start > 0 && text[start - 1] == '$';
                var hasDefault = end > length && rest[length..].StartsWith(":-", StringComparison.Ordinal);
                if (!isEscaped && length > 0 && (end == length || hasDefault))
                {
                    yield return new VariableReference(place, rest[..length].ToString(), hasDefault);
                }
            }
        }
    }

    private static IEnumerable<(string Place, string Text)> Texts(SkillConfig config)
    {
        yield return ("command", config.Command ?? "");
        for (var i = 0; i < config.Arguments.Count; i++)
        {
            yield return ($"args[{i}]", config.Arguments[i]);
        }

        foreach (var (name, value) in config.Environment)
        {
            yield return ($"env.{name}", value);
        }

        yield return ("cwd", config.WorkingDirectory ?? "");
        yield return ("url", config.Url ?? "");
        foreach (var (name, value) in config.Headers)
        {
            yield return ($"headers.{name}", value);
        }

        foreach (var (key, text) in config.Authorization.Texts)
        {
            yield return ($"auth.{key}", text);
        }
    }
}
