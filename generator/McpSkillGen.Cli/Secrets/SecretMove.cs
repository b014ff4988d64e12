using McpSkillGen.Cli.Configs;

namespace McpSkillGen.Cli.Secrets;

/// <summary>A config whose secrets were moved out and replaced by <c>${NAME}</c>.</summary>
/// <param name="Source">The config, and its text, as they are now.</param>
/// <param name="Values">What was moved, by the variable's name. Never show these.</param>
/// <param name="Places">Where it was, such as <c>env.TOKEN</c>, and the variable's name.</param>
internal sealed record SecretMove(ServerSource Source, IReadOnlyDictionary<string, string> Values, IReadOnlyList<(string Place, string Variable)> Places)
{
    /// <summary>Moves nothing.</summary>
    public static SecretMove Nothing(ServerSource source) => new(source, new Dictionary<string, string>(), []);

    /// <param name="source">The config.</param>
    /// <param name="skillName">For variables that the config does not name; null if it is not known yet.</param>
    /// <param name="environment">The caller's variables. They win over a file's, so a name with another value there is not used.</param>
    public static SecretMove Out(ServerSource source, string? skillName, Func<string, string?> environment)
    {
        var names = new SecretVariables(skillName, ConfigVariables.In(source.Config), [.. source.Config.Environment.Keys], environment);
        var places = new List<(string Place, string Variable)>();

        // Variables first: if an argument repeats a variable's value, it gets the variable's name.
        var texts = ConfigTexts.Of(source.Config)
            .OrderByDescending(static text => text.IsVariable)
            .ToDictionary(static text => text.Place, text => Replace(text, source.DeclaredSecrets, names, places), StringComparer.Ordinal);
        if (places.Count == 0)
        {
            return Nothing(source);
        }

        var moved = source with
        {
            Config = ConfigTexts.With(source.Config, texts),
            Text = source.Text is { } text ? (ReadOnlyMemory<byte>?)ConfigTextEdit.Replace(text.Span, texts, names.Values) : null,
        };
        return new SecretMove(moved, names.Values, places);
    }

    private static string Replace(ConfigText text, IReadOnlySet<string> declared, SecretVariables names, List<(string Place, string Variable)> places)
    {
        var value = text.Value;
        var parts = declared.Contains(value) ? [new SecretFinder.Part(0, value.Length, null)] : SecretFinder.Find(text.Name, value);
        foreach (var part in parts.Reverse())
        {
            // A dollar sign before "${NAME}" would make that plain text.
            var start = part.Start > 0 && value[part.Start - 1] == '$' ? part.Start - 1 : part.Start;
            var secret = value[start..(part.Start + part.Length)].Replace("$${", "${", StringComparison.Ordinal);
            var variable = names.For(text, part, secret);
            value = $"{value[..start]}${{{variable}}}{value[(part.Start + part.Length)..]}";
            places.Add((text.Place, variable));
        }

        return value;
    }
}
